import mqtt from "mqtt";
import { createSimulatedZigbee2Mqtt, type HomeConfig } from "./simulated-zigbee2mqtt.ts";
import { type HomeSnapshot, writeSnapshot } from "./snapshot.ts";
import type { Publish } from "./zigbee-network.ts";

export interface RunOptions {
  readonly mqttUrl: string;
  readonly config: HomeConfig;
  /** Milliseconds since 1970; a faster clock makes a faster home. */
  readonly now: () => number;
  readonly tickMs: number;
  readonly kept: HomeSnapshot | null;
  readonly stateFile: string | null;
}

export interface RunningHome {
  /** Says `bridge/state` offline and leaves the broker. */
  close(): Promise<void>;
}

/** Speaks for the home on a broker until closed. Resolves when the retained topics are out. */
export async function runHome({ mqttUrl, config, now, tickMs, kept, stateFile }: RunOptions): Promise<RunningHome> {
  const home = await createSimulatedZigbee2Mqtt(config, kept);
  const prefix = `${config.baseTopic}/`;
  const client = await mqtt.connectAsync(mqttUrl, {
    clientId: `zigbee2mqtt_${Math.random().toString(16).slice(2, 10)}`,
    will: { topic: `${prefix}bridge/state`, payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
  });
  // A broker that goes away costs messages, as it does a real Zigbee2MQTT; the client connects again by itself.
  client.on("error", () => undefined);
  const send = (messages: readonly Publish[]) =>
    Promise.all(
      messages.map(({ topic, payload, retain, qos }) =>
        client.publishAsync(prefix + topic, payload, { retain, qos }).catch(() => undefined),
      ),
    );
  let written = Promise.resolve();
  const keep = () => {
    if (stateFile !== null) written = written.then(() => writeSnapshot(stateFile, home.snapshot(now())));
    return written;
  };

  client.on("message", (topic, payload) => {
    if (!topic.startsWith(prefix)) return;
    const relative = topic.slice(prefix.length);
    if (relative.startsWith("bridge/") && !relative.startsWith("bridge/request/")) return;
    const answers = home.receive(relative, payload.toString("utf8"), now());
    if (answers.length > 0) void send(answers).then(keep);
  });
  await client.subscribeAsync(`${prefix}#`, { qos: 0 });
  await send(home.start(now()));
  const timer = setInterval(() => void send(home.advance(now())), tickMs);

  return {
    close: async () => {
      clearInterval(timer);
      await send(home.stop());
      await keep();
      await client.endAsync();
    },
  };
}
