import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gunzipSync } from "node:zlib";
import { paths } from "@lastmeter/model/paths";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { Timestamp } from "firebase-admin/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HouseholdMinute, MINUTE_MS } from "../replay/household.ts";
import { householdDevices } from "../replay/household-devices.ts";
import { readWholeHousehold } from "../replay/household-file.ts";
import { createHouseholdZigbee2Mqtt } from "../replay/household-zigbee2mqtt.ts";
import { type Replayed, replayFile } from "../support/replay.ts";
import { openDatabase, startTestNetwork, type TestNetwork } from "../support/stack.ts";
import { readNodes, readRaw, readSlots, requireChannel, requireNode, type StoredNode } from "../support/stored.ts";

const recordingFile = new URL(
  "../../../shared/data/household-sceaux/household_power_consumption_2006-12-16_2007-01-14.csv.gz",
  import.meta.url,
);
const isThere = existsSync(recordingFile);
if (!isThere) process.stdout.write("the household recording is not on this machine: its tests are skipped\n");

/** `bridge/definitions`, `converters` and `extensions`. */
const notWanted = 3;
const nothing = { reactiveVar: null, voltageV: null, currentA: null };
const timeZone = "Europe/Paris";
const QUARTER_MS = 15 * MINUTE_MS;
/** 16 December 2006 begins at 17:24, 14 January 2007 ends at 04:06. */
const days = Array.from({ length: 30 }, (_, index) =>
  new Date(Date.UTC(2006, 11, 16 + index)).toISOString().slice(0, 10),
);
/** In winter the clocks of Paris are one hour ahead of UTC: the oracle needs no zone rules, and shares none with the product. */
const toDay = (at: number) => new Date(at + 3_600_000).toISOString().slice(0, 10);

/**
 * Wh that the recording itself counts on each local day: meter, kitchen, laundry, water heater and air conditioner. Read from the
 * file on its own, apart from the code that makes messages of it.
 */
function toDailyWh(): Map<string, number[]> {
  const daily = new Map(days.map((day) => [day, [0, 0, 0, 0]]));
  for (const row of gunzipSync(readFileSync(recordingFile)).toString("utf8").split("\n").slice(1)) {
    const [date = "", , activeKw = "", , , , ...subWh] = row.split(";");
    const [day = "", month = "", year = ""] = date.split("/");
    const sums = daily.get(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
    if (sums === undefined || activeKw === "?") continue;
    for (const [index, wh] of [Number(activeKw) / 0.06, ...subWh.map(Number)].entries())
      sums[index] = (sums[index] ?? 0) + wh;
  }
  return daily;
}

async function writeMessages(file: string, minutes: readonly HouseholdMinute[]): Promise<number> {
  const home = createHouseholdZigbee2Mqtt();
  let messages = 0;
  function* toLines() {
    const say = function* (spoken: ReturnType<typeof home.start>) {
      for (const { at, topic, payload } of spoken) {
        messages += 1;
        yield `${JSON.stringify({ t: at, topic: `zigbee2mqtt/${topic}`, payload })}\n`;
      }
    };
    yield* say(home.start(minutes[0]?.at ?? 0));
    for (const minute of minutes) yield* say(home.advance(minute));
    // The meters are heard again in another month, for two minutes: so every day of the recording is over.
    const at = Date.parse("2007-02-01T12:00:00+01:00");
    const minute = { meter: { ...nothing, activeW: 600 }, subWh: [1, 1, 1] } as const;
    yield* say(home.advance({ at, ...minute }));
    yield* say(home.advance({ at: at + MINUTE_MS, ...minute }));
  }
  await pipeline(Readable.from(toLines()), createGzip(), createWriteStream(file));
  return messages;
}

const statsOf = (slots: readonly Slot[], ix: number): SlotStats[] =>
  slots.flatMap(({ channels }) => channels.get(ix) ?? []);

describe.skipIf(!isThere)("four weeks of a real household, relayed with their own times", () => {
  const db = openDatabase();
  const folder = mkdtempSync(join(tmpdir(), "lastmeter-household-"));
  const file = join(folder, "household.ndjson.gz");
  let network: TestNetwork;
  let minutes: HouseholdMinute[];
  let messages: number;
  let interrupted: Replayed;
  let replayed: Replayed;
  let nodes: StoredNode[];

  beforeAll(async () => {
    network = await startTestNetwork({ name: "household", timeZone });
    // The recording is older than raw readings are kept.
    await db.doc(paths.retention(network.networkId)).update({ sweepAt: Timestamp.fromMillis(Date.now() + 86_400_000) });
    minutes = await readWholeHousehold(recordingFile.pathname, timeZone);
    messages = await writeMessages(file, minutes);
    const run = { network, file, baseTopic: "zigbee2mqtt" };
    interrupted = await replayFile({ ...run, killed: true });
    replayed = await replayFile(run);
    nodes = await readNodes(db, network.networkId);
  });
  afterAll(async () => {
    await network?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const meterOf = (index: number) => requireNode(nodes, householdDevices[index]?.device.address ?? "");

  it("are stored to the last message, though the first run was killed", () => {
    expect(interrupted.code).toBeNull();
    const [, now = "", before = ""] = /^done: (\d+) messages stored, (\d+) stored earlier/m.exec(replayed.told) ?? [];
    expect(Number(before)).toBeGreaterThan(0);
    expect(Number(now) + Number(before)).toBe(messages - notWanted);
    expect(replayed.code).toBe(0);
    expect(minutes).toHaveLength(40_963);
    expect(nodes).toHaveLength(4);
  });

  it("are stored once: each minute's report is in raw once", async () => {
    for (const index of householdDevices.keys()) {
      const stored = meterOf(index);
      const raw = await readRaw(db, network.networkId, stored, "power");
      // At each known minute, at the beginning of three stretches not known, and twice in February.
      const expected = minutes.length - 4 + 3 + 2;
      expect(new Set(raw.map(({ at }) => at)).size, stored.node.nativeName).toBe(expected);
      expect(raw).toHaveLength(expected);
    }
  });

  it("find nothing left to do when they are relayed again", async () => {
    const again = await replayFile({ network, file, baseTopic: "zigbee2mqtt" });
    expect(again.told).toContain(`done: 0 messages stored, ${messages - notWanted} stored earlier`);
    expect(again.code).toBe(0);
  });

  it.each([0, 1, 2, 3])("give each local day the energy of the recording's column %i", async (index) => {
    const stored = meterOf(index);
    const { ix } = requireChannel(stored.node, "energyImport");
    const daily = toDailyWh();
    const byDay = new Map(
      (await readSlots(db, stored.id, "day")).map(({ startAt, channels }) => [
        toDay(startAt),
        channels.get(ix)?.energy,
      ]),
    );
    const faults = days.flatMap((day) => {
      const expected = daily.get(day)?.[index] ?? Number.NaN;
      const tolerance = Math.max(expected * 0.001, index === 0 ? 0 : 20);
      const found = byDay.get(day) ?? Number.NaN;
      return Math.abs(found - expected) <= tolerance ? [] : [`${day}: ${found} Wh, recorded ${expected.toFixed(1)} Wh`];
    });
    expect(faults).toEqual([]);
  });

  it("add up: quarters to hours, hours to days, days to months", async () => {
    for (const index of householdDevices.keys()) {
      const stored = meterOf(index);
      const { ix } = requireChannel(stored.node, "energyImport");
      const sums = await Promise.all(
        (["quarter", "hour", "day", "month"] as const).map(async (resolution) =>
          statsOf(await readSlots(db, stored.id, resolution), ix).reduce((sum, { energy }) => sum + (energy ?? 0), 0),
        ),
      );
      expect(new Set(sums).size, `${stored.node.nativeName}: ${sums}`).toBe(1);
    }
  });

  it("show the mean power of each quarter-hour", async () => {
    const stored = meterOf(0);
    const { ix } = requireChannel(stored.node, "power");
    const byQuarter = new Map<number, number[]>();
    for (const { at, meter } of minutes) {
      const startAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
      if (meter) byQuarter.set(startAt, [...(byQuarter.get(startAt) ?? []), meter.activeW]);
    }
    const faults = (await readSlots(db, stored.id, "quarter")).flatMap(({ startAt, channels }) => {
      const recorded = byQuarter.get(startAt);
      const power = channels.get(ix);
      if (recorded?.length !== 15 || !power) return [];
      const mean = recorded.reduce((sum, watts) => sum + watts, 0) / 15;
      const found = power.integral / power.coveredS / 10;
      return Math.abs(found - mean) < 0.1 ? [] : [`${new Date(startAt).toISOString()}: ${found} W, recorded ${mean} W`];
    });
    expect(faults).toEqual([]);
  });

  it("show missing minutes as missing, and only those", async () => {
    const stored = meterOf(0);
    const { ix } = requireChannel(stored.node, "power");
    const missingS = new Map<number, number>();
    for (const { at, meter } of minutes) {
      const startAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
      if (!meter) missingS.set(startAt, (missingS.get(startAt) ?? 0) + 60);
    }
    expect([...missingS.values()]).toEqual([120, 120]);
    const lastAt = minutes.at(-1)?.at ?? 0;
    const quarters = (await readSlots(db, stored.id, "quarter")).slice(1).filter(({ endAt }) => endAt <= lastAt);
    const found = quarters.flatMap(({ startAt, channels }) => {
      const uncoveredS = 900 - (channels.get(ix)?.coveredS ?? 0);
      return uncoveredS === 0 ? [] : [[new Date(startAt).toISOString(), uncoveredS]];
    });
    expect(found).toEqual([...missingS].map(([startAt, seconds]) => [new Date(startAt).toISOString(), seconds]));
  });
});
