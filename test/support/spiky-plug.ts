import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { parseSlots } from "@lastmeter/model/series";
import { type SlotResolution, toBucketId, toDayInterval, toLocalDay } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { toDeviceList } from "./plug.ts";
import { replayFile } from "./replay.ts";
import { type Account, createAccount, openDatabase, startTestNetwork, type TestNetwork } from "./stack.ts";
import { readNodes, requireChannel, type StoredNode } from "./stored.ts";

const SPIKY_ZONE = "Europe/Athens";
const MINUTE_MS = 60_000;
const bytesSchema = z.object({ d: z.record(z.string(), z.instanceof(Uint8Array)) });

/** Three days of a plug in the middle of last month, each 10 Wh in 5 minutes, through a real bridge, ingest and Firestore. */
export interface SpikyPlug {
  readonly network: TestNetwork;
  readonly account: Account;
  readonly stored: StoredNode;
  /** Its second day: 5 kWh within five minutes at noon, which a home can draw; from 10 to 11 o'clock a reading each 10 s. */
  readonly spikeDay: string;
  /** Its third day: 40 kWh within five minutes at noon, which no home can. */
  readonly suspectDay: string;
  /** Noon of a local day. */
  toNoon(day: string): number;
  /** Wh of the stored day or month that begins at a local day; undefined: nothing is stored. */
  readWh(resolution: SlotResolution, day: string): Promise<number | undefined>;
  stop(): Promise<void>;
}

export async function startSpikyPlug(name: string): Promise<SpikyPlug> {
  const db = openDatabase();
  const account = await createAccount(name);
  const network = await startTestNetwork({ name, owner: account.email, timeZone: SPIKY_ZONE });
  const month = toLocalDay(
    toDayInterval(`${toLocalDay(Date.now(), SPIKY_ZONE).slice(0, 7)}-01`, SPIKY_ZONE).startAt - 1,
    SPIKY_ZONE,
  );
  const [first, spikeDay, suspectDay] = ["10", "11", "12"].map((day) => `${month.slice(0, 8)}${day}`) as [
    string,
    string,
    string,
  ];
  const toNoon = (day: string) => toDayInterval(day, SPIKY_ZONE).startAt + 12 * 60 * MINUTE_MS;
  const dir = mkdtempSync(join(tmpdir(), "lastmeter-spiky-"));
  const file = join(dir, "spiky.ndjson");
  const lines = toLines([first, spikeDay, suspectDay], toNoon);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const { code, told } = await replayFile({ network, file, baseTopic: "zigbee2mqtt" });
  rmSync(dir, { recursive: true });
  if (code !== 0) throw new Error(`the replay ended with code ${code}: ${told}`);
  const [stored] = await readNodes(db, network.networkId);
  if (!stored) throw new Error("no node");
  return {
    network,
    account,
    stored,
    spikeDay,
    suspectDay,
    toNoon,
    readWh: async (resolution, day) => {
      const { startAt } = toDayInterval(day, SPIKY_ZONE);
      const bucket = await db
        .doc(paths.bucket(stored.id as NodeId, resolution, toBucketId(resolution, startAt, SPIKY_ZONE)))
        .get();
      const slots = bucket.exists ? parseSlots(bytesSchema.parse(bucket.data()).d) : [];
      const slot = slots.find((each) => each.startAt === startAt);
      return slot?.channels.get(requireChannel(stored.node, "energyImport").ix)?.energy ?? undefined;
    },
    stop: () => network.stop(),
  };
}

function toLines(days: readonly string[], toNoon: (day: string) => number) {
  const [, spikeDay = "", suspectDay = ""] = days;
  const lines: { t: number; topic: string; payload: string }[] = [];
  const say = (t: number, topic: string, payload: string) => lines.push({ t, topic: `zigbee2mqtt/${topic}`, payload });
  let wh = 1000;
  const sayPlug = (at: number, power: number) => {
    say(at, "plug", JSON.stringify({ power, energy: wh / 1000, voltage: 230, state: "ON" }));
  };
  const startAt = toDayInterval(days[0] ?? "", SPIKY_ZONE).startAt;
  say(startAt - 2000, "bridge/state", '{"state":"online"}');
  say(startAt - 1000, "bridge/devices", toDeviceList("plug"));
  for (const day of days) {
    const { startAt: from, endAt } = toDayInterval(day, SPIKY_ZONE);
    for (let at = from; at < endAt; at += 5 * MINUTE_MS) {
      wh += 10;
      if (day === spikeDay && at === toNoon(day) + 5 * MINUTE_MS) wh += 5000;
      if (day === suspectDay && at === toNoon(day) + 5 * MINUTE_MS) wh += 40_000;
      sayPlug(at, 120);
      const fine = day === spikeDay && at >= toNoon(day) - 120 * MINUTE_MS && at < toNoon(day) - 60 * MINUTE_MS;
      // Four minutes of each five go up and down.
      for (let place = 1; fine && place < 30; place++) sayPlug(at + place * 10_000, 100 + ((place * 37) % 90));
    }
  }
  // Heard again this month: so last month is over.
  const inThreeWeeks = toDayInterval(days.at(-1) ?? "", SPIKY_ZONE).startAt + 21 * 24 * 60 * MINUTE_MS;
  const later = Math.min(inThreeWeeks, Date.now() - 6 * MINUTE_MS);
  for (const at of [later, later + 5 * MINUTE_MS]) sayPlug(at, 120);
  return lines;
}
