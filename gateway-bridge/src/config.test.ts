import { toBase64Url } from "@lastmeter/model/ids";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

const key = toKeyText(generateKey());
const good = {
  network: toBase64Url(new Uint8Array(24)),
  key,
  dispatcher: "https://europe-west1-home.cloudfunctions.net/",
  mqtt: { url: "mqtt://broker:1883" },
  stateDir: "/var/lib/lastmeter",
};
const wheres = (source: unknown, environment: Record<string, string> = {}) => {
  const loaded = parseConfig(source, environment, "bridge.json");
  return "faults" in loaded ? loaded.faults.map(({ where }) => where) : [];
};

describe("the configuration", () => {
  it("takes defaults for what is not said", () => {
    const loaded = parseConfig(good, {}, "bridge.json");
    if (!("config" in loaded)) throw new Error(JSON.stringify(loaded.faults));
    expect(loaded.config.dispatcher).toBe("https://europe-west1-home.cloudfunctions.net");
    expect(loaded.config.queue).toEqual({ maxBytes: 2 ** 30, maxAgeDays: 30 });
    expect(loaded.config.link).toEqual({ minIntervalMs: 1000, drainIntervalMs: 1000 });
    expect(loaded.config.mqtt).toEqual({
      url: "mqtt://broker:1883",
      baseTopic: "zigbee2mqtt",
      topics: ["#"],
      commandTopics: [],
      protocolVersion: "auto",
    });
  });

  it("may come from the environment alone, where a password of digits stays text", () => {
    const environment = {
      LASTMETER_NETWORK: good.network,
      LASTMETER_KEY: key,
      LASTMETER_DISPATCHER: good.dispatcher,
      LASTMETER_MQTT_URL: "mqtts://broker",
      LASTMETER_MQTT_PASSWORD: "1234",
      LASTMETER_STATE_DIR: "/state",
      LASTMETER_HEALTH_PORT: "9000",
    };
    const loaded = parseConfig({}, environment, "environment");
    if (!("config" in loaded)) throw new Error(JSON.stringify(loaded.faults));
    expect(loaded.config.mqtt.password).toBe("1234");
    expect(loaded.config.health.port).toBe(9000);
  });

  it("names all faults at once, each by the file's key or the variable", () => {
    const source = { ...good, key: `${key.slice(0, -1)}x`, mqtt: { url: "broker", baseTopic: "home/#" }, qeue: {} };
    expect(wheres(source, { LASTMETER_HEALTH_PORT: "many" }).sort()).toEqual([
      "LASTMETER_HEALTH_PORT",
      "bridge.json: key",
      "bridge.json: mqtt.baseTopic",
      "bridge.json: mqtt.url",
      "bridge.json: qeue",
    ]);
  });

  it.each<[string, object]>([
    ["everything of a broker", { baseTopic: "" }],
    ["a wildcard inside a level", { topics: ["tele/a+/SENSOR"] }],
    ["# before the end", { topics: ["#/SENSOR"] }],
    ["the broker's own topics", { topics: ["$SYS/#"] }],
    ["commands to everything below", { commandTopics: ["cmnd/#"] }],
    ["commands to any topic", { commandTopics: ["+/+"] }],
  ])("refuses %s", (_, mqtt) => {
    expect(wheres({ ...good, mqtt: { ...good.mqtt, ...mqtt } })).toHaveLength(1);
  });

  it("says what is expected in words for people", () => {
    const { dispatcher: _, ...source } = good;
    const loaded = parseConfig({ ...source, queue: { maxBytes: 5 }, logLevel: "loud" }, {}, "bridge.json");
    expect(
      "faults" in loaded && Object.fromEntries(loaded.faults.map(({ where, expected }) => [where, expected])),
    ).toEqual({
      "bridge.json: dispatcher": "the https:// address shown when the network was added",
      "bridge.json: logLevel": "one of trace, debug, info, warn, error",
      "bridge.json: queue.maxBytes": "at least 33554432",
    });
  });

  it("never repeats a secret in a fault", () => {
    const loaded = parseConfig({ ...good, key: "lmk1_secret", mqtt: { ...good.mqtt, password: 77_123 } }, {}, "f");
    expect(JSON.stringify(loaded)).not.toMatch(/lmk1_secret|77123/);
  });

  it.each([
    ["https://example.org", {}, true],
    ["http://127.0.0.1:5001/demo", {}, true],
    ["http://localhost:5001", {}, true],
    ["http://[::1]:5001", {}, true],
    ["http://192.168.1.5:5001", {}, false],
    ["http://localhost.example.org", {}, false],
    ["http://192.168.1.5:5001", { LASTMETER_ALLOW_INSECURE_DISPATCHER: "true" }, true],
    ["ftp://example.org", {}, false],
  ])("with dispatcher %s is accepted: %s %s", (dispatcher, environment, accepted) => {
    expect(wheres({ ...good, dispatcher }, environment).length === 0).toBe(accepted);
  });

  it.each([[null], ["text"], [[]], [{}]])("refuses %j", (source) => {
    expect(wheres(source).length).toBeGreaterThan(0);
  });
});
