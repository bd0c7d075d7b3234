import { spawn } from "node:child_process";
import { once } from "node:events";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedBroker, startBroker } from "./broker.ts";

const main = new URL("main.ts", import.meta.url).pathname;

let broker: EmbeddedBroker;
let client: MqttClient;
const heard: { topic: string; payload: string }[] = [];

/** Resolves once a message fits. */
function hear(fits: (topic: string, payload: string) => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (heard.some(({ topic, payload }) => fits(topic, payload))) resolve();
    client.on("message", (topic, payload) => fits(topic, payload.toString()) && resolve());
  });
}

beforeAll(async () => {
  broker = await startBroker(0);
  client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  client.on("message", (topic, payload) => heard.push({ topic, payload: payload.toString() }));
  await client.subscribeAsync("zigbee2mqtt/#", { qos: 1 });
});

describe("the embedded broker", () => {
  it("delivers every message of a burst, retained or not", async () => {
    const topics = Array.from({ length: 300 }, (_, index) => `zigbee2mqtt/burst/${index}`);
    const last = hear((topic) => topic === "zigbee2mqtt/burst/end");
    await Promise.all(
      topics.map((topic, index) =>
        client.publishAsync(topic, "x", { qos: index % 2 ? 1 : 0, retain: index % 3 === 0 }),
      ),
    );
    await client.publishAsync("zigbee2mqtt/burst/end", "", { qos: 1 });
    await last;
    const got = new Set(heard.map(({ topic }) => topic));
    expect(topics.filter((topic) => !got.has(topic))).toEqual([]);
  });
});

afterAll(async () => {
  await client.endAsync();
  await broker.close();
});

describe("the home as a process", () => {
  it("speaks on a broker, obeys, and says offline when it is ended", async () => {
    const child = spawn(process.execPath, [main, "--mqtt", `mqtt://127.0.0.1:${broker.port}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    expect(String(line)).toBe("home ready\n");
    await hear((topic) => topic === "zigbee2mqtt/bridge/devices");
    await client.publishAsync("zigbee2mqtt/kitchen/fridge plug/set", '{"state":"OFF"}');
    await hear((topic, payload) => topic === "zigbee2mqtt/kitchen/fridge plug" && payload.includes('"state":"OFF"'));
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    await hear((topic, payload) => topic === "zigbee2mqtt/bridge/state" && payload.includes("offline"));
  });

  it("names every faulty argument and ends with 2", async () => {
    const child = spawn(process.execPath, [main, "--mqtt", "ftp://x", "--time-zone", "Nowhere"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr.on("data", (part) => {
      text += String(part);
    });
    const [code] = await once(child, "exit");
    expect(code).toBe(2);
    expect(text).toContain("--mqtt");
    expect(text).toContain("--time-zone");
  });
});
