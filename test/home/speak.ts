import mqtt from "mqtt";
import type { Publish } from "./zigbee-network.ts";

/** What a Zigbee2MQTT says and hears; topics are relative to the base topic. */
export interface Speaker {
  start(at: number): Publish[];
  advance(at: number): Publish[];
  receive(topic: string, payload: string, at: number): Publish[];
  /** The last will's message. */
  stop(at: number): Publish[];
}

export interface SpeakOptions {
  readonly mqttUrl: string;
  readonly baseTopic: string;
  readonly speaker: Speaker;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tickMs: number;
  /** After something was received and answered. */
  readonly onAnswered?: () => void;
}

/** Speaks on a broker until closed. Resolves when the retained topics are out. */
export async function speak(options: SpeakOptions): Promise<{ close(): Promise<void> }> {
  const { mqttUrl, speaker, now, tickMs, onAnswered = () => undefined } = options;
  const prefix = `${options.baseTopic}/`;
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

  client.on("message", (topic, payload) => {
    if (!topic.startsWith(prefix)) return;
    const relative = topic.slice(prefix.length);
    if (relative.startsWith("bridge/") && !relative.startsWith("bridge/request/")) return;
    const answers = speaker.receive(relative, payload.toString("utf8"), now());
    if (answers.length > 0) void send(answers).then(onAnswered);
  });
  await client.subscribeAsync(`${prefix}#`, { qos: 0 });
  await send(speaker.start(now()));
  const timer = setInterval(() => void send(speaker.advance(now())), tickMs);

  return {
    close: async () => {
      clearInterval(timer);
      await send(speaker.stop(now()));
      await client.endAsync();
    },
  };
}
