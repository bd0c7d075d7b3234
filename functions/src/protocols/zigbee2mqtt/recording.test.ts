import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { emptyDirectory, toMessage } from "../decoding/fixtures.ts";
import type { DeadLetter, Decoded, Directory } from "../protocol.ts";
import { toValues } from "./fixtures.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

const file = new URL("../../../../../shared/data/zigbee2mqtt/recording.ndjson.gz", import.meta.url);
const isThere = existsSync(file);
const lineSchema = z.object({ t: z.string(), topic: z.string(), payload: z.string() });

function readMessages() {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n");
  return lines.map((line, sequence) => {
    const { t, topic, payload } = lineSchema.parse(JSON.parse(line));
    return toMessage(topic.replace(/^zigbee2mqtt\//, ""), payload, sequence, Date.parse(t));
  });
}

/** Message by message, as single batches: the directory is all that is carried from one to the next. */
async function replay() {
  let directory: Directory = emptyDirectory;
  const steps: Decoded[] = [];
  for (const message of readMessages()) {
    const decoded = await zigbee2mqtt.decode(directory, [message]);
    directory = decoded.directory;
    steps.push(decoded);
  }
  return { directory, steps };
}

/** Last value of every channel, by device. */
function toLast(steps: readonly Decoded[], directory: Directory): Record<string, Record<string, unknown>> {
  const names = new Map(Object.values(directory.nodes).map(({ nodeId, address }) => [nodeId, address]));
  const last: Record<string, Record<string, unknown>> = {};
  for (const step of steps) {
    const nodeId = [...step.readings, ...step.events, ...step.values][0]?.nodeId;
    const address = nodeId && names.get(nodeId);
    if (address) last[address] = { ...last[address], ...toValues(step) };
  }
  return last;
}

const justified = (letter: DeadLetter) => /energy: 2814749767\d+(\.\d+)? is outside/.test(letter.reason);

describe.skipIf(!isThere)("what Zigbee2MQTT really published", () => {
  it("ends as its seven nodes with all their channels, roles and totals", async () => {
    const { directory } = await replay();
    const nodes = Object.values(directory.nodes).map(({ address, nativeName, removed, channels }) => ({
      address,
      nativeName,
      removed,
      channels: Object.values(channels).filter(({ path }) => path[0] !== "update").length,
    }));
    expect(nodes).toEqual([
      { address: "0x00158d0000000a01", nativeName: "kitchen/kettle plug", removed: false, channels: 7 },
      { address: "0xa4c138000000a002", nativeName: "0xa4c138000000a002", removed: false, channels: 12 },
      { address: "0x0015bc0000000b03", nativeName: "P1 meter", removed: false, channels: 16 },
      { address: "0x0015bc0000000b04", nativeName: "0x0015bc0000000b04", removed: true, channels: 12 },
      { address: "0xa4c138000000a005", nativeName: "0xa4c138000000a005", removed: false, channels: 19 },
      { address: "0x0015bc0000000d07", nativeName: "0x0015bc0000000d07", removed: false, channels: 6 },
      { address: "0x00124b0000000c06", nativeName: "0x00124b0000000c06", removed: false, channels: 5 },
    ]);
    const totals = Object.values(directory.nodes).map(({ total }) =>
      total.power.map(({ channel }) => channel).join("+"),
    );
    expect(totals).toEqual(["power", "power", "powerPhaseA+powerPhaseB+powerPhaseC", "power", "power", "power", ""]);
  });

  it("ends with the values of its last messages, in steps", async () => {
    const { directory, steps } = await replay();
    expect(toLast(steps, directory)).toMatchObject({
      "0x00158d0000000a01": {
        state: true,
        powerOnBehavior: "previous",
        power: 910,
        voltage: 23_200,
        current: 380,
        energyImport: 12_420,
        linkQuality: 160,
      },
      "0xa4c138000000a002": { state: false, power: 0, current: 0, energyImport: 1440, countdown: 0 },
      "0x0015bc0000000b03": {
        powerPhaseA: -14_340,
        powerPhaseB: 2860,
        powerPhaseC: 1850,
        voltagePhaseA: 23_210,
        currentPhaseA: 6200,
        energyImport: 12_345_680,
        energyExport: 2_346_276,
        energyImportTier1: 7_407_406,
        energyExportTier2: 938_503,
      },
      "0x0015bc0000000b04": {
        power: 22_060,
        powerReactive: 2210,
        energyImport: 12_346_880,
        energyExport: 2_345_678,
        interfaceMode: "aidon_meter",
      },
      "0xa4c138000000a005": {
        powerA: -14_846,
        powerB: 2627,
        power: -12_219,
        currentA: 6408,
        powerFactorA: 970,
        energyFlowA: "producing",
        energyImportA: 12_345_680,
        energyExportA: 2_346_260,
        acFrequency: 5000,
      },
      "0x0015bc0000000d07": { power: 6410, energyImport: 12_345_990, battery: 920 },
      "0x00124b0000000c06": { temperature: 2268, humidity: 4841, battery: 1000, batteryVoltage: 3000 },
    });
  });

  it("counts readings, records and health, and refuses only the meters' unset registers", async () => {
    const { directory, steps } = await replay();
    const deadLetters = steps.flatMap((step) => step.deadLetters);
    expect(deadLetters).toHaveLength(5);
    expect(deadLetters.every(justified)).toBe(true);
    expect(steps.reduce((sum, { readings }) => sum + readings.length, 0)).toBe(1631);
    expect(steps.flatMap((step) => step.records).length).toBe(67);
    expect(steps.flatMap((step) => step.nodeChanges).filter(({ kind }) => kind === "create")).toHaveLength(7);
    expect(directory.protocolState).toBe("offline");
    expect(directory.waiting).toEqual([]);
    expect(Object.keys(directory.records).sort()).toEqual([
      "bridge/devices",
      "bridge/event",
      "bridge/groups",
      "bridge/info",
      "bridge/request/device/remove",
      "bridge/request/permit_join",
      "bridge/response/device/remove",
      "bridge/response/permit_join",
      "bridge/state",
    ]);
  });

  it("says the same in one batch as message by message", async () => {
    const { directory, steps } = await replay();
    const whole = await zigbee2mqtt.decode(emptyDirectory, readMessages());
    expect(whole.readings).toEqual(steps.flatMap((step) => step.readings));
    expect(whole.events).toEqual(steps.flatMap((step) => step.events));
    expect({ ...whole.directory, version: 0, interestVersion: 0 }).toEqual({
      ...directory,
      version: 0,
      interestVersion: 0,
    });
    expect(whole.nodeChanges.map(({ kind, node }) => [kind, node])).toEqual(
      Object.values(directory.nodes).map((node) => ["create", node]),
    );
  });
});
