import type { Directory } from "@lastmeter/functions/src/protocols/protocol.ts";
import { protocolFor } from "@lastmeter/functions/src/protocols/registry.ts";
import { networkIdSchema, toNodeId } from "@lastmeter/model/ids";
import { liveSchema, type Node, nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { parseSlots } from "@lastmeter/model/series";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { DAY_MS } from "./calendar.ts";
import { type DeviceKey, devices } from "./devices.ts";
import { createDocumentJoin } from "./document-join.ts";
import { planHistory } from "./history-plan.ts";
import type { HistoryEnd } from "./history-planner.ts";
import { createSimulatedZigbee2Mqtt, defaultHome, type SimulatedZigbee2Mqtt } from "./simulated-zigbee2mqtt.ts";

const NOW = Date.UTC(2024, 5, 12, 9, 7);
const networkId = networkIdSchema.parse("n".repeat(32));
const bytesSchema = z.record(z.string(), z.instanceof(Uint8Array));
const registered: Directory = {
  v: 1,
  version: 1,
  networkId,
  ownerId: "owner",
  location: defaultHome.location,
  timeZone: defaultHome.timeZone,
  nodes: {},
  records: {},
  waiting: [],
  protocolState: "unknown",
};

let home: SimulatedZigbee2Mqtt;
let end: HistoryEnd;
let documents: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  home = await createSimulatedZigbee2Mqtt({ ...defaultHome, sampleMs: 10_000 });
  const protocol = protocolFor("zigbee2mqtt");
  const queueEpoch = "q".repeat(22);
  const history = planHistory({ directory: registered, protocol, home, queueEpoch, now: NOW, days: 4, rawDays: 1 });
  const join = createDocumentJoin();
  let step = await history.next();
  for (; !step.done; step = await history.next()) join.add(step.value);
  end = step.value;
  documents = new Map(join.take(0).map(([path, { data }]) => [path, data]));
}, 60_000);

async function nodeIdOf(key: DeviceKey) {
  return toNodeId(networkId, devices.find((device) => device.key === key)?.address ?? "");
}

async function nodeOf(key: DeviceKey): Promise<Node> {
  return nodeSchema.parse(documents.get(paths.node(await nodeIdOf(key))));
}

/** Wh a register counted in the stored slots of one local day. */
async function storedWh(key: DeviceKey, channel: string, resolution: "quarter" | "hour", day: string): Promise<number> {
  const ix = (await nodeOf(key)).channels[channel]?.ix ?? -1;
  const bucket = documents.get(paths.bucket(await nodeIdOf(key), resolution, day));
  const slots = parseSlots(bytesSchema.parse(bucket?.d));
  return slots.reduce((sum, slot) => sum + (slot.channels.get(ix)?.energy ?? 0), 0);
}

describe("the home that the first start leaves", () => {
  it("has eight active nodes with names people use", async () => {
    const nodes = await Promise.all(devices.map(({ key }) => nodeOf(key)));
    expect(nodes.map(({ name, status, room }) => [name, status, room])).toEqual([
      ["House meter", "active", null],
      ["Solar roof", "active", null],
      ["Fridge", "active", "Kitchen"],
      ["Washing machine", "active", "Bathroom"],
      ["Water heater", "active", "Bathroom"],
      ["Living room thermostat", "active", "Living room"],
      ["Bedroom climate", "active", "Bedroom"],
      ["Front door", "active", "Hall"],
    ]);
    expect((await nodeOf("fridge")).nativeName).toBe("kitchen/fridge plug");
    expect(end.directory.nodes[devices[0]?.address ?? ""]?.ownerSet).toEqual(["name", "role"]);
  });

  it("sums three phases at the house meter and keeps solar negative", async () => {
    const grid = await nodeOf("grid");
    expect(grid.total.power.map(({ sign }) => sign)).toEqual([1, 1, 1]);
    expect(grid.total.power.map(({ channel }) => grid.channels[channel]?.path)).toEqual([
      ["power"],
      ["power_phase_b"],
      ["power_phase_c"],
    ]);
    const live = liveSchema.parse(documents.get(paths.live(await nodeIdOf("solar"))));
    expect(live.d?.power?.value).toBeLessThan(-1_000);
    expect((await nodeOf("solar")).role).toBe("production");
    expect((await nodeOf("waterHeater")).inside).toBe(await nodeIdOf("grid"));
  });

  it.each(["2024-06-09", "2024-06-10"])("stores on %s what the home used, in quarters and hours alike", async (day) => {
    const startAt = home.model.calendar(Date.parse(day) / DAY_MS);
    const before = home.model.registersAt(startAt);
    const after = home.model.registersAt(startAt + DAY_MS);
    const importWh = after.import1 + after.import2 - before.import1 - before.import2;
    // Registers step by 10 Wh (import) and 1 Wh (export); on change, raw days lag by 0.1 kWh.
    expect(Math.abs((await storedWh("grid", "energyImport", "quarter", day)) - importWh)).toBeLessThanOrEqual(20);
    expect(await storedWh("grid", "energyImport", "hour", day)).toBe(
      await storedWh("grid", "energyImport", "quarter", day),
    );
    const exportWh = after.export1 - before.export1;
    expect(Math.abs((await storedWh("grid", "energyExport", "quarter", day)) - exportWh)).toBeLessThanOrEqual(2);
    const heaterWh = after.waterHeater - before.waterHeater;
    expect(Math.abs((await storedWh("waterHeater", "energyImport", "quarter", day)) - heaterWh)).toBeLessThanOrEqual(
      10,
    );
  });

  it("joins raw readings to quarter-hours without a jump", async () => {
    const day = "2024-06-11";
    const startAt = home.model.calendar(Date.parse(day) / DAY_MS);
    const heaterWh = home.model.registersAt(startAt + DAY_MS).waterHeater - home.model.registersAt(startAt).waterHeater;
    expect(Math.abs((await storedWh("waterHeater", "energyImport", "quarter", day)) - heaterWh)).toBeLessThanOrEqual(
      20,
    );
  });

  it("has raw chunks for the raw days only", () => {
    const raw = [...documents.keys()].filter((path) => path.includes("/series/raw/"));
    expect(raw.length).toBeGreaterThan(10);
    expect([...new Set(raw.map((path) => path.slice(-10)))].sort()).toEqual(["2024-06-11", "2024-06-12"]);
  });

  it("ends where live readings go on", async () => {
    expect([...end.shards.keys()]).toEqual([0]);
    expect(end.directory.version).toBeGreaterThan(registered.version);
    const live = liveSchema.parse(documents.get(paths.live(await nodeIdOf("grid"))));
    expect(NOW - (live.d?.at ?? 0)).toBeLessThan(60_000);
    expect(live.d?.today?.day).toBe("2024-06-12");
  });
});
