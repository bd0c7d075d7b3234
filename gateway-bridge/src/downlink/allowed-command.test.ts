import { describe, expect, it } from "vitest";
import { isAllowedCommand } from "./allowed-command.ts";

const address = "0x00158d0000000a01";
const isAllowed = (topic: string, payload = "{}", commandTopics: string[] = [], baseTopic = "zigbee2mqtt") =>
  isAllowedCommand({ topic, payload }, { baseTopic, commandTopics });

describe("topics of commands", () => {
  it.each([
    `${address}/set`,
    `${address}/left/set`,
    `${address}/set/state`,
    `${address}/get`,
    "group_7/set",
    "bridge/request/permit_join",
    "bridge/request/device/remove",
  ])("%s is published", (topic) => {
    expect(isAllowed(topic)).toBe(true);
  });

  it.each([
    "",
    "#",
    "+",
    "+/set",
    `${address}/#`,
    `${address}/+/set`,
    `${address}`,
    `/${address}/set`,
    `${address}//set`,
    `${address}/set/`,
    `../${address}/set`,
    "a/b/c/set",
    `${address}\u0000/set`,
    `${address}/set\u0000`,
    `${address}/set\n`,
    "$SYS/set",
    "kitchen plug/set",
    "küche/set",
    "bridge/set",
    "bridge/x/set",
    "bridge/request/set",
    "bridge/request/restart",
    "bridge/request/backup",
    "bridge/request/converter/save",
    "bridge/request/extension/save",
    "bridge/request/device/remove/",
    "bridge/request/permit_join/#",
    `${"a".repeat(65)}/set`,
  ])("%j is not", (topic) => {
    expect(isAllowed(topic)).toBe(false);
  });
});

describe("options of Zigbee2MQTT itself", () => {
  const toPayload = (options: object) => JSON.stringify({ options, transaction: "t" });
  it.each([
    { availability: { enabled: true } },
    { advanced: { last_seen: "epoch" }, device_options: { qos: 1 } },
    { ota: { update_check_interval: 60 } },
  ])("%j are set", (options) => {
    expect(isAllowed("bridge/request/options", toPayload(options))).toBe(true);
  });
  it.each<object>([
    { mqtt: { server: "mqtt://elsewhere" } },
    { advanced: { network_key: [1, 2, 3] } },
    { advanced: { channel: 11 } },
    { serial: { port: "/dev/null" } },
    { frontend: { enabled: true } },
    { external_converters: ["x.js"] },
  ])("%j are not", (options) => {
    expect(isAllowed("bridge/request/options", toPayload(options))).toBe(false);
  });
  it("of no JSON are not", () => {
    expect(isAllowed("bridge/request/options", "{")).toBe(false);
  });
});

describe("topics of other devices", () => {
  it.each<[string, boolean, string?]>([
    ["cmnd/kettle/POWER", true],
    ["cmnd/kettle/POWER", false, "zigbee2mqtt/elsewhere"],
    ["cmnd/kettle/POWER/x", false],
    ["cmnd//POWER", false],
    ["cmnd/a b/POWER", false],
    ["cmnd/+/POWER", false],
    ["$SYS/a/POWER", false],
    [`${address}/set`, false],
    ["bridge/request/permit_join", false],
  ])("%s: %s", (topic, allowed, filter = "cmnd/+/POWER") => {
    expect(isAllowed(topic, "ON", [filter, "$SYS/+/POWER"], "")).toBe(allowed);
  });
});
