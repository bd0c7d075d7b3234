import type { Reading } from "@lastmeter/model/reading";
import type { PresenceFact } from "../protocols/protocol.ts";
import { channels, MemoryHome, nodeId, toReading } from "./plan.fixture.ts";

/**
 * A home whose true consumption is known, and a meter that tells of it with every fault meters have. What is counted must be what
 * was consumed, but for what no one could know: see `bound`.
 */
export interface Fuzzed {
  readonly consumed: number;
  readonly counted: number;
  readonly fault: string | null;
}

const DAY_MS = 86_400_000;
const ROLL_OVER = 100_000_000;
const zones = ["Europe/Athens", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
const starts = [
  "2026-03-28T12:00Z",
  "2026-10-24T12:00Z",
  "2026-04-04T09:00Z",
  "2026-10-31T12:00Z",
  "2026-06-29T12:00Z",
];

/** mulberry32. */
function toRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One random history of about two days, in one batch or several, late parts included.
 * @param compounded faults follow upon each other: then nobody can say how much may be lost, only that nothing is counted twice.
 */
export function fuzzRegisters(seed: number, compounded = false): Fuzzed {
  const random = toRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const home = new MemoryHome();
  const timeZone = pick(zones);
  const step = pick([1, 10, 100]);
  const everyMs = pick([10_000, 60_000, 300_000, 1_800_000]);
  const hasPower = random() < 0.6;
  let at = Date.parse(pick(starts)) + Math.floor(random() * DAY_MS);
  const endAt = at + Math.min(2 * DAY_MS, everyMs * 400);
  let sequence = 0;
  let powerW = 500;
  /** True Wh since the start; the meter's own register, and what the device shows of it. */
  let consumed = 0;
  let register = pick([0, 3000, 812_340, 99_999_000]) + random() * 900;
  let bound = step;
  /** Consumed up to the newest report, and what is not decided yet. */
  let told = 0;
  let shown = Math.floor(register / step) * step;
  const messages: { readings: Reading[]; presence: PresenceFact[] }[] = [];
  let firstShown = true;
  // A second fault before the first is decided is not bounded: a reset and a glitch in one breath may hide each other.
  const calmMs = compounded ? 0 : Math.max(3_600_000, 8 * everyMs);
  let calmUntil = 0;
  /** A register below its knot is not decided before it has risen twice. */
  let risesToCome = 0;
  let isQuiet = false;

  const say = (value: number) => {
    const readings: Reading[] = [];
    sequence++;
    if (hasPower) readings.push(toReading("power", at, Math.round(powerW * 10), { sequence }));
    readings.push(toReading("energyImport", at, value, { sequence }));
    messages.push({ readings, presence: [] });
  };
  const live = (ms: number) => {
    if (!isQuiet && random() < 0.2) powerW = pick([0, 5, 60, 500, 2200, 9000]);
    const wh = (powerW * ms) / 3_600_000;
    consumed += wh;
    register += wh;
    at += ms;
    if (register < ROLL_OVER) return;
    register -= ROLL_OVER;
    calmUntil = at + calmMs;
    risesToCome = compounded ? 0 : 2;
  };
  const report = () => {
    const before = shown;
    shown = Math.floor(register / step) * step;
    say(shown);
    if (shown > before) risesToCome--;
    if (firstShown) {
      firstShown = false;
      consumed = register - shown;
    }
    told = consumed;
  };

  report();
  while (at < endAt) {
    live(everyMs * (0.5 + random()));
    at = Math.round(at);
    const drawn = at < calmUntil ? 1 : random();
    const chance = risesToCome > 0 ? 1 : drawn;
    if (chance < 0.006 && register < ROLL_OVER - 100_000) {
      // It begins again at zero, or another meter is put in. What was consumed since the report before is not known, nor what
      // the new one counts before it is believed: ten minutes and a step, or, with an old value so low that it looks like a
      // glitch that came back, as much as the old one showed.
      const other = random() < 0.7 ? 0 : Math.floor(random() * Math.min(register, 50_000));
      bound += consumed - told + step + Math.min(register, 40_000);
      register = other;
      report();
      calmUntil = at + calmMs;
      risesToCome = compounded ? 0 : 2;
    } else if (chance < 0.02) {
      // A glitch: one low or impossible value, also twice.
      const glitch = pick([0, Math.floor(shown / 2 / step) * step, 281_474_976_710_660, shown + 5_000_000]);
      for (let n = random() < 0.3 ? 2 : 1; n > 0; n--) {
        say(glitch);
        at += 1000;
      }
      calmUntil = at + calmMs;
    } else if (chance < 0.03) {
      const facts: PresenceFact["fact"][] = ["nodeAway", "coordinatorAway", "gatewayAway"];
      const fact = pick(facts);
      messages.push({ readings: [], presence: [{ nodeId, fact, at, sequence: ++sequence }] });
      live(random() * 6 * 3_600_000);
      at = Math.round(at);
      // What the coordinator remembered comes first.
      if (fact !== "nodeAway" && random() < 0.5 && shown > 100) {
        say(Math.max(shown - pick([0, 0, 10, 100]), 0));
        at += 500;
      }
      report();
      calmUntil = at + calmMs;
    } else if (chance < 0.04) {
      live(random() * 10 * 3_600_000);
      at = Math.round(at);
      report();
    } else report();
  }
  // Quiet days after it, so that everything is decided and handed over.
  const youngest = messages.length;
  isQuiet = true;
  powerW = 1000;
  for (let n = 0; n < 8; n++) {
    live(900_000);
    at = Math.round(at);
    report();
  }
  powerW = 0;
  for (const ms of [30_000, 1_800_000, 7_200_000, 40 * DAY_MS, 3_600_000]) {
    live(ms);
    at = Math.round(at);
    report();
  }

  for (let from = 0; from < messages.length; ) {
    const to = Math.min(from + 1 + Math.floor(random() * 200), messages.length);
    const batch = messages.slice(from, to);
    const late =
      random() < 0.1 && batch.length > 3 && to <= youngest ? batch.splice(1, Math.floor(batch.length / 2)) : [];
    for (const part of random() < 0.5 ? [batch, late] : [batch, late, batch]) {
      home.plan({
        timeZone,
        readings: part.flatMap(({ readings }) => readings),
        presence: part.flatMap(({ presence }) => presence),
      });
    }
    from = to;
  }
  return judge(home, consumed, compounded ? Number.POSITIVE_INFINITY : bound);
}

function judge(home: MemoryHome, consumed: number, bound: number): Fuzzed {
  const { ix } = channels.energyImport;
  const sum = (resolution: "hour" | "day" | "month" | "quarter", within?: { startAt: number; endAt: number }) =>
    home
      .slots(resolution)
      .filter(({ startAt, endAt }) => !within || (startAt >= within.startAt && endAt <= within.endAt))
      .reduce((total, slot) => total + (slot.channels.get(ix)?.energy ?? 0), 0);
  const counted = sum("month");
  const faults: string[] = [];
  if (counted > consumed + 100) faults.push(`counted ${counted}, consumed ${consumed}`);
  if (counted < consumed - bound - 100) faults.push(`counted ${counted}, consumed ${consumed}, bound ${bound}`);
  for (const [coarse, fine] of [
    ["hour", "quarter"],
    ["day", "hour"],
    ["month", "day"],
  ] as const) {
    for (const slot of home.slots(coarse)) {
      const stats = slot.channels.get(ix);
      const parts = sum(fine, slot) + (stats?.unplacedWh ?? 0);
      const hasFine = coarse === "month" || home.slots(fine).some(({ startAt }) => startAt === slot.startAt);
      if (hasFine && stats && stats.energy !== null && parts !== stats.energy) {
        faults.push(`${coarse} ${new Date(slot.startAt).toISOString()}: ${parts} of ${stats.energy}`);
      }
    }
  }
  return { consumed, counted, fault: faults[0] ?? null };
}
