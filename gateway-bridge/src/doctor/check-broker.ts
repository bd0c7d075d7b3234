import mqtt from "mqtt";
import type { MqttConfig } from "../config.ts";
import { toConnectOptions } from "../mqtt/connect-options.ts";
import type { Check } from "./check.ts";
import { withoutLogin } from "./report.ts";
import { decideZigbee2mqttChecks } from "./zigbee2mqtt.ts";

const RETAINED_MS = 4000;

/** Connects beside a running bridge, as somebody else, and looks at what Zigbee2MQTT says of itself. */
export async function checkBroker(config: MqttConfig): Promise<Check[]> {
  const shown = withoutLogin(config.url);
  try {
    const options = toConnectOptions(config, `lastmeter-doctor-${process.pid}`);
    const client = await mqtt.connectAsync(config.url, options, false);
    try {
      const connected = { name: "broker", found: `${shown} connected` };
      // Without a base topic it reads other devices than Zigbee2MQTT's.
      if (config.baseTopic === "") return [connected];
      const seen = await collect(client, config.baseTopic);
      return [connected, ...decideZigbee2mqttChecks(config.baseTopic, seen)];
    } finally {
      await client.endAsync(true);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : "unknown";
    return [{ name: "broker", found: `${shown}: ${reason}`, next: toNext(reason) }];
  }
}

async function collect(client: mqtt.MqttClient, baseTopic: string): Promise<ReadonlyMap<string, string>> {
  const wanted = [`${baseTopic}/bridge/state`, `${baseTopic}/bridge/info`];
  const seen = new Map<string, string>();
  let complete: () => void = () => undefined;
  const all = new Promise<void>((done) => {
    complete = done;
  });
  client.on("message", (topic, payload) => {
    seen.set(topic.slice(baseTopic.length + 1), payload.toString("utf8"));
    if (seen.size === wanted.length) complete();
  });
  await client.subscribeAsync(wanted, { qos: 1 });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((done) => {
    timer = setTimeout(done, RETAINED_MS);
  });
  await Promise.race([all, timeout]);
  clearTimeout(timer);
  return seen;
}

function toNext(reason: string): string {
  if (/not authorized|bad user ?name|Not authorized/i.test(reason))
    return "The broker refuses the login: check mqtt.username and mqtt.password.";
  if (/certificate|self.signed|CERT/i.test(reason))
    return "The broker's certificate is not trusted: set mqtt.caFile to the authority's PEM file.";
  if (/ENOENT/.test(reason)) return "mqtt.caFile does not exist.";
  return "Check mqtt.url and that the broker runs: sudo systemctl status mosquitto";
}
