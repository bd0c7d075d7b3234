import { type Feeds, type Flow, toQuarterStart, toRatePrice } from "./price.ts";
import type { Tariff } from "./tariff.ts";
import { QUARTER_MS, toLocalClock, toSlotInterval } from "./time.ts";

/** Wh × 1e-6 per kWh × 1e-6 of tax: 1e-15 of the currency. So nothing is rounded before the line. */
const FEMTO_PER_MICRO = 1_000_000_000n;

/** What was drawn or given between two instants, in Wh. */
export interface Energy {
  readonly flow: Flow;
  readonly from: number;
  readonly to: number;
  readonly wh: number;
}

export interface Cost {
  /** 1e-6 of the currency, each rounded once, half to even; what is earned is positive too. */
  readonly import: number;
  readonly export: number;
  readonly standing: number;
  /** import + standing − export. */
  readonly total: number;
  /** Wh without a known price: in no line. */
  readonly unpricedWh: number;
}

/**
 * What energy costs by one tariff, with the standing charges of the local days that begin in `[from, to)`. Energy across several
 * quarter-hours is apportioned by time, so that the parts sum to it.
 */
export function toCost(
  tariff: Tariff,
  energies: readonly Energy[],
  { from, to, feeds }: { readonly from: number; readonly to: number; readonly feeds: Feeds },
): Cost {
  const femto = { import: 0n, export: 0n };
  let unpricedWh = 0;
  for (const energy of energies) {
    for (const { quarterAt, wh } of toQuarterParts(energy)) {
      const part = toFemto(tariff, energy.flow, quarterAt, wh, feeds);
      if (part === null) unpricedWh += wh;
      else femto[energy.flow] += part;
    }
  }
  const lines = {
    import: toMicro(femto.import),
    export: toMicro(femto.export),
    standing: toMicro(toStandingFemto(tariff, from, to)),
  };
  return { ...lines, total: lines.import + lines.standing - lines.export, unpricedWh };
}

/** 1e-15 of the currency; null: no price is known. */
export function toFemto(tariff: Tariff, flow: Flow, quarterAt: number, wh: number, feeds: Feeds): bigint | null {
  const rate = flow === "import" ? tariff.import : tariff.export;
  if (rate === null) return 0n;
  const price = toRatePrice(rate, quarterAt, tariff.timeZone, feeds);
  if (price === null) return null;
  return BigInt(wh) * BigInt(price) * BigInt(1_000_000 + (flow === "import" ? tariff.taxPpm : 0));
}

/** Half to even. */
export function toMicro(femto: bigint): number {
  const magnitude = femto < 0n ? -femto : femto;
  const whole = magnitude / FEMTO_PER_MICRO;
  const twice = (magnitude % FEMTO_PER_MICRO) * 2n;
  const up = twice > FEMTO_PER_MICRO || (twice === FEMTO_PER_MICRO && whole % 2n === 1n);
  const rounded = Number(whole + (up ? 1n : 0n));
  return femto < 0n && rounded !== 0 ? -rounded : rounded;
}

/** Charges of each local day that begins in the stretch, 23 hours long or 25, and of each month that does. */
export function toStandingFemto({ standing, timeZone, taxPpm }: Tariff, from: number, to: number): bigint {
  if (standing.length === 0) return 0n;
  let days = 0n;
  let months = 0n;
  const first = toSlotInterval("day", from, timeZone);
  for (let at = first.startAt === from ? from : first.endAt; at < to; at = toSlotInterval("day", at, timeZone).endAt) {
    days += 1n;
    if (toLocalClock(at, timeZone).day.endsWith("-01")) months += 1n;
  }
  const sum = standing.reduce((all, { amount, per }) => all + BigInt(amount) * (per === "day" ? days : months), 0n);
  return sum * BigInt(1_000_000 + taxPpm) * 1000n;
}

/** Parts of an energy by quarter-hour, in proportion to time; they sum to it exactly. */
export function toQuarterParts({ from, to, wh }: Omit<Energy, "flow">): { quarterAt: number; wh: number }[] {
  const first = toQuarterStart(from);
  if (to <= first + QUARTER_MS) return [{ quarterAt: first, wh }];
  const parts: { quarterAt: number; wh: number }[] = [];
  let given = 0;
  for (let quarterAt = first; quarterAt < to; quarterAt += QUARTER_MS) {
    const until = Math.min(quarterAt + QUARTER_MS, to);
    const upTo = until === to ? wh : Math.floor((wh * (until - from)) / (to - from));
    parts.push({ quarterAt, wh: upTo - given });
    given = upTo;
  }
  return parts;
}
