import type { Level } from "@lastmeter/model/condition";
import { toFemto, toMicro, toQuarterParts, toStandingFemto } from "@lastmeter/model/cost";
import type { Flow } from "@lastmeter/model/price";
import { findTariff } from "@lastmeter/model/tariff";
import { toSlotInterval } from "@lastmeter/model/time";
import { type Condition, type Memory, type Part, toCondition } from "./condition.ts";
import type { Market } from "./price.ts";

/** `register`: counts Wh. `power`: in 0.1 W, of which `sign` counts; where the node has no register. */
export interface Counter extends Part {
  readonly flow: Flow;
  readonly kind: "register" | "power";
  readonly sign: 1 | -1;
}

/** No home draws more: a register that rises faster was set or broken (`ingest/register.md`). */
const BELIEVABLE_W = 100_000;
const SLACK_WH = 1000;
const STEPS_MS_PER_WH = 36_000_000;
/** A power is taken to last this long at most. */
const HOLD_MS = 3_600_000;

/** Energy or cost since the local day or month began. */
export function toBudgetCondition(
  { measure, period, limit, percent }: Extract<Level, { kind: "budget" }>,
  counters: readonly Counter[],
  market: Market,
): Condition {
  const { timeZone, tariffs, feeds } = market;
  const periodOf = (at: number) => toSlotInterval(period, at, timeZone);
  const goal = (limit * percent) / 100;

  /** Since the period began; the energy and its cost as counted, the standing charges as they stand. */
  function toAmount(memory: Memory, clock: number): number {
    const { startAt } = periodOf(clock);
    const isCurrent = memory.period === startAt;
    if (measure === "drawn") return isCurrent ? (memory.drawnWh ?? 0) : 0;
    if (measure === "given") return isCurrent ? (memory.givenWh ?? 0) : 0;
    const tariff = findTariff(tariffs, clock)?.tariff;
    const standing = tariff ? toStandingFemto(tariff, startAt, toSlotInterval("day", clock, timeZone).endAt) : 0n;
    return toMicro(standing + (isCurrent ? BigInt(memory.femto ?? "0") : 0n));
  }

  function count(memory: Memory, flow: Flow, from: number, to: number, wh: number): void {
    const { startAt } = periodOf(to);
    if (memory.period !== startAt) Object.assign(memory, { period: startAt, drawnWh: 0, givenWh: 0, femto: "0" });
    for (const part of toQuarterParts({ from: Math.min(from, to), to, wh })) {
      if (part.quarterAt < startAt) continue;
      if (flow === "import") memory.drawnWh = (memory.drawnWh ?? 0) + part.wh;
      else memory.givenWh = (memory.givenWh ?? 0) + part.wh;
      const tariff = findTariff(tariffs, part.quarterAt)?.tariff;
      if (measure !== "cost" || !tariff) continue;
      const cost = toFemto(tariff, flow, part.quarterAt, part.wh, feeds) ?? 0n;
      memory.femto = String(BigInt(memory.femto ?? "0") + (flow === "import" ? cost : -cost));
    }
  }

  return toCondition({
    parts: counters,
    judge(memory, { clock }) {
      if (memory.ats === undefined) return { holds: null, value: null, at: null };
      const amount = toAmount(memory, clock);
      return { holds: amount >= goal, value: amount, at: Math.max(...memory.ats) };
    },
    clockDueAt(_, clock) {
      const { endAt } = measure === "cost" ? toSlotInterval("day", clock, timeZone) : periodOf(clock);
      return endAt;
    },
    onValue(memory, index, value, at) {
      const counter = counters[index];
      if (counter === undefined || typeof value !== "number") return false;
      memory.values ??= counters.map(() => null);
      memory.ats ??= counters.map(() => 0);
      const before = memory.values[index];
      const since = memory.ats[index] ?? 0;
      if (counter.kind === "register") {
        memory.values[index] = value;
        memory.ats[index] = at;
        if (typeof before !== "number" || value <= before || at <= since) return false;
        const rise = value - before;
        if (rise > SLACK_WH + (BELIEVABLE_W * (at - since)) / 3_600_000) return false;
        count(memory, counter.flow, since, at, rise);
        return true;
      }
      return onPower(memory, counter, index, { before, since, value, at });
    },
    onAway(memory, part) {
      for (const [index, { kind }] of counters.entries()) {
        if (kind === "power" && (part === null || part === index) && memory.values) memory.values[index] = null;
      }
      return false;
    },
  });

  function onPower(
    memory: Memory,
    { flow, sign }: Counter,
    index: number,
    told: { before: unknown; since: number; value: number; at: number },
  ): boolean {
    const { before, since, value, at } = told;
    memory.rests ??= counters.map(() => 0);
    const power = typeof before === "number" ? Math.max(sign * before, 0) : 0;
    const work = (memory.rests[index] ?? 0) + power * Math.min(Math.max(at - since, 0), HOLD_MS);
    const wh = Math.floor(work / STEPS_MS_PER_WH);
    if (wh > 0) count(memory, flow, since, at, wh);
    memory.rests[index] = work - wh * STEPS_MS_PER_WH;
    if (memory.values) memory.values[index] = value;
    if (memory.ats) memory.ats[index] = at;
    return wh > 0;
  }
}
