import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../config.ts";
import { runTopics } from "./topics.ts";

let folder: string;
let config: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lastmeter-topics-"));
  config = join(folder, "bridge.json");
  write({ url: "mqtt://localhost:1883" });
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (mqtt: object) =>
  writeFileSync(
    config,
    JSON.stringify({
      network: "n".repeat(32),
      key: toKeyText(generateKey()),
      dispatcher: "https://example.org",
      stateDir: "/tmp/x",
      mqtt,
    }),
  );
const said: string[] = [];
const answering = (answer: string | null) => ({
  say: (line: string) => void said.push(line),
  ask: async () => answer,
});
const read = () => {
  const loaded = loadConfig(config, {});
  return "config" in loaded ? loaded.config.mqtt : loaded.faults;
};

describe("the topics of other devices", () => {
  it("are shown, asked about, and written: what was there is replaced", async () => {
    const options = { config, read: ["tele/#", "stat/+/POWER"], tell: ["cmnd/+/POWER"] };
    expect(await runTopics(options, answering("y"))).toBe(0);
    expect(read()).toMatchObject({ baseTopic: "", topics: options.read, commandTopics: options.tell });
    expect(said.join("\n")).toContain("May tell: cmnd/+/POWER");
    expect(await runTopics({ config, read: ["tele/#"], yes: true }, answering(null))).toBe(0);
    expect(read()).toMatchObject({ topics: ["tele/#"], commandTopics: [] });
  });

  it("stay below the base topic there is", async () => {
    write({ url: "mqtt://localhost:1883", baseTopic: "home" });
    expect(await runTopics({ config, read: ["tele/#"], yes: true }, answering(null))).toBe(0);
    expect(read()).toMatchObject({ baseTopic: "home", topics: ["tele/#"] });
  });

  it.each<[string, object, number]>([
    ["nobody said yes", { read: ["tele/#"] }, 1],
    ["all there is would be read", { read: ["#"], yes: true }, 2],
    ["nothing would be read", { yes: true }, 2],
    ["anything could be told", { read: ["tele/#"], tell: ["cmnd/#"], yes: true }, 2],
    ["there is no configuration", { read: ["tele/#"], config: "/nowhere.json", yes: true }, 2],
  ])("are left as they are where %s", async (_, options, code) => {
    const before = readFileSync(config, "utf8");
    expect(await runTopics({ config, ...options }, answering(null))).toBe(code);
    expect(readFileSync(config, "utf8")).toBe(before);
  });
});
