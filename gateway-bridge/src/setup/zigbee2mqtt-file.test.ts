import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { toZigbee2mqttFile } from "./zigbee2mqtt-file.ts";

const secrets: Record<string, unknown> = { "secret.yaml password": "hunter2", "secret.yaml user": "z2m" };
const read = (text: string) => toZigbee2mqttFile(parse(text), (file, key) => secrets[`${file} ${key}`]);
const own = "\nadvanced:\n  network_key: GENERATE\n";

describe("Zigbee2MQTT's configuration", () => {
  it("gives broker, login and base topic", () => {
    const text = `mqtt:\n  base_topic: home/z2m\n  server: mqtts://broker:8883\n  user: 4711\n  password: "p: #"\n  ca: /etc/ca.pem${own}`;
    expect(read(text)).toEqual({
      mqtt: {
        url: "mqtts://broker:8883",
        username: "4711",
        password: "p: #",
        baseTopic: "home/z2m",
        caFile: "/etc/ca.pem",
      },
      networkKey: "own",
    });
  });

  it("is as Zigbee2MQTT takes it where little is said", () => {
    expect(read(`mqtt:\n  server: 'mqtt://localhost'${own}`)?.mqtt).toEqual({
      url: "mqtt://localhost",
      baseTopic: "zigbee2mqtt",
    });
  });

  it("may keep its secrets in a file of their own", () => {
    const text = `mqtt:\n  server: mqtt://x\n  user: '!secret.yaml user'\n  password: '!secret password'${own}`;
    expect(read(text)?.mqtt).toMatchObject({ username: "z2m", password: "hunter2" });
  });

  it.each<[string, string, string]>([
    ["its own key", "advanced:\n  network_key: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6]", "own"],
    ["a key still to be made", "advanced:\n  network_key: GENERATE", "own"],
    [
      "the well-known key",
      "advanced:\n  network_key: [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]",
      "wellKnown",
    ],
    [
      "the same in lines",
      `advanced:\n  network_key:\n${[1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13].map((byte) => `    - ${byte}\n`).join("")}`,
      "wellKnown",
    ],
    ["no key, so the well-known one", "advanced:\n  channel: 11", "wellKnown"],
    ["nothing at all", "", "wellKnown"],
  ])("with %s", (_, text, expected) => {
    expect(read(`mqtt:\n  server: mqtt://x\n${text}`)?.networkKey).toBe(expected);
  });

  it.each(["", "[]", "homeassistant: true", "mqtt: 5"])("is not taken for one: %j", (text) => {
    expect(read(text)).toBeUndefined();
  });
});
