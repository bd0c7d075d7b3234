import { toBase64Url } from "@lastmeter/model/ids";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../config.ts";
import { toReport, withoutLogin } from "./report.ts";

describe("an address without its login", () => {
  it.each([
    ["mqtt://broker:1883", "mqtt://broker:1883"],
    ["mqtt://user@broker", "mqtt://broker"],
    ["mqtts://user:secret@broker:8883", "mqtts://broker:8883"],
    ["mqtt://user:se@cr@et@broker", "mqtt://broker"],
    ["mqtt://user:se/c@ret@broker", "mqtt://broker"],
    ["wss://user:secret@broker/mqtt", "wss://broker/mqtt"],
    ["mqtt://user:secret@[broker", "mqtt://[broker"],
  ])("%s", (address, expected) => {
    expect(withoutLogin(address)).toBe(expected);
  });
});

describe("the report", () => {
  it.each([
    ["mqtt://broker", 'p@ss"wort'],
    ['mqtt://user:p@ss"wort@broker', undefined],
    ["mqtt://user:p%40ss%22wort@broker", undefined],
  ])("tells no password of %s, whatever a check found", (url, password) => {
    const mqtt = { url, username: "user", ...(password === undefined ? {} : { password }) };
    const source = {
      network: toBase64Url(new Uint8Array(24)),
      key: toKeyText(generateKey()),
      dispatcher: "https://example.org",
      mqtt,
      stateDir: "/state",
    };
    const loaded = parseConfig(source, {}, "bridge.json");
    if (!("config" in loaded)) throw new Error(JSON.stringify(loaded.faults));
    const found = `refused p@ss"wort at ${new URL(url).href}`;
    const report = toReport(loaded.config, [{ name: "broker", found }], null);
    for (const secret of ['ss\\"wort', 'ss"wort', "ss%22wort"]) expect(report).not.toContain(secret);
  });
});
