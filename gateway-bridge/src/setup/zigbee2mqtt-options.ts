import mqtt from "mqtt";
import { z } from "zod";
import type { MqttConfig } from "../config.ts";
import { toConnectOptions } from "../mqtt/connect-options.ts";

const ANSWER_MS = 8000;
const responseSchema = z.object({
  status: z.string(),
  error: z.string().optional(),
  data: z.object({ restart_required: z.boolean().optional() }).optional(),
  transaction: z.string(),
});

/** `restart`: it counts once Zigbee2MQTT is started again. Otherwise done, or why not. */
export type OptionsOutcome = "done" | "restart" | { readonly reason: string };

/** Lets Zigbee2MQTT publish devices' values at QoS 1, by its own request (`bridge/request/options`). */
export async function requestQos1(config: MqttConfig): Promise<OptionsOutcome> {
  const transaction = `lastmeter-${process.pid}-${Date.now()}`;
  const client = await mqtt.connectAsync(config.url, toConnectOptions(config, `lastmeter-setup-${process.pid}`), false);
  let timer: NodeJS.Timeout | undefined;
  try {
    const { promise, resolve } = Promise.withResolvers<OptionsOutcome>();
    client.on("message", (_topic, payload) => {
      const response = parse(payload.toString("utf8"));
      if (response?.transaction !== transaction) return;
      if (response.status !== "ok") resolve({ reason: response.error ?? response.status });
      else resolve(response.data?.restart_required ? "restart" : "done");
    });
    await client.subscribeAsync(`${config.baseTopic}/bridge/response/options`, { qos: 1 });
    const payload = JSON.stringify({ options: { device_options: { qos: 1 } }, transaction });
    await client.publishAsync(`${config.baseTopic}/bridge/request/options`, payload, { qos: 1 });
    timer = setTimeout(() => resolve({ reason: "Zigbee2MQTT does not answer" }), ANSWER_MS);
    return await promise;
  } finally {
    clearTimeout(timer);
    await client.endAsync(true);
  }
}

function parse(text: string): z.infer<typeof responseSchema> | undefined {
  try {
    return responseSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
