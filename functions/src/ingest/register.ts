import type { Quantity } from "@lastmeter/model/units";
import type { RegisterState } from "./node-state.ts";

/**
 * What one report of a register means.
 * - `same`: the register stands still.
 * - `count`: `delta` was counted since the knot, or, with `fromLow`, since the register began again below it.
 * - `low`: it stands below its knot; what that means is not known yet, nothing is counted.
 * - `segment`: counting starts again from this report; nothing is counted between it and the report before.
 * - `suspect`: no register of a home can stand there; the report is left out.
 */
export type RegisterReport =
  | { readonly kind: "same" }
  | { readonly kind: "count"; readonly delta: number; readonly fromLow: boolean }
  | { readonly kind: "low"; readonly isNew: boolean }
  | { readonly kind: "segment" }
  | { readonly kind: "suspect" };

/** What a report is judged by. */
export interface Bounds {
  readonly quantity: Quantity | undefined;
  /** Of the node's connection; null: the home's. */
  readonly ratedW: number | null;
  /** The owner said that what looks impossible here is true. */
  readonly accepted: boolean;
}

/** 2^48 steps of 1/1000 kWh and above: the ZCL's uint48 "invalid" comes as 281474976710.66 kWh. */
const INVALID = 2.8e14;
/** Beyond any home's connection, in steps of the quantity an hour: 100 kW; 100 m³/h. */
const MAX_RATE: Partial<Record<Quantity, number>> = {
  energy: 100_000,
  reactiveEnergy: 100_000,
  apparentEnergy: 100_000,
  volume: 100_000_000,
};
/** A device may hold back a step (0.1 kWh is common) and report late: 500 Wh at 100 kW, as time. */
const SLACK_MS = 18_000;
/** At a lower rating the slack is a step of the coarsest devices all the same. */
const MIN_SLACK_WH = 200;
const HOUR_MS = 3_600_000;
/** A register that goes on below its knot for so long has begun again. */
export const LOW_MS = 600_000;
/** One that came back above its knot after so long did not glitch. */
const GLITCH_MS = 24 * HOUR_MS;
/** Power is told now and then, so energy may exceed what it explains: threefold, and by this. */
const UNEXPLAINED_WH = 500;
/** Steps of power × ms in one Wh. */
const STEPS_MS_PER_WH = 10 * HOUR_MS;
/** Where counters roll over: 10^6 to 10^10 Wh (4 to 8 digits of kWh, the rest decimals), 2^32 Wh. */
const ROLL_OVERS = [1e6, 1e7, 1e8, 1e9, 2 ** 32, 1e10];

interface Report {
  readonly value: number;
  readonly at: number;
}

/** Whether a register can have risen by `rise` in the time between. */
function isPossible(rise: number, ms: number, { quantity, ratedW, accepted }: Bounds): boolean {
  if (accepted) return true;
  const rate = MAX_RATE[quantity ?? "generic"] ?? Number.POSITIVE_INFINITY;
  const elapsedMs = Math.max(ms, 0);
  const atMost = (rate * (elapsedMs + SLACK_MS)) / HOUR_MS;
  if (ratedW === null || quantity !== "energy") return rise <= atMost;
  return rise <= Math.min(atMost, (ratedW * (elapsedMs + SLACK_MS)) / HOUR_MS + MIN_SLACK_WH);
}

/** The rules are in register.md. Pure; `register` null: the first report ever. */
export function decideReport(
  register: RegisterState | null,
  value: number,
  at: number,
  bounds: Bounds,
): RegisterReport {
  if (value < 0 || value >= INVALID) return { kind: "suspect" };
  if (!register) return { kind: "segment" };
  const rise = value - register.knotValue;
  if (register.fresh) return rise === 0 ? { kind: "same" } : { kind: "segment" };
  if (rise < 0) return decideLow(register, { value, at }, bounds);
  const { low } = register;
  if (low && at - low.at > GLITCH_MS) return { kind: "segment" };
  if (rise === 0) return { kind: "same" };
  if (isPossible(rise, at - register.knotAt, bounds)) return { kind: "count", delta: rise, fromLow: false };
  const { doubt } = register;
  const goesOn = doubt !== null && value > doubt.value && isPossible(value - doubt.value, at - doubt.at, bounds);
  return goesOn ? { kind: "segment" } : { kind: "suspect" };
}

/** Below the knot: it has begun again once it has risen twice, ten minutes after its first low report. */
function decideLow(register: RegisterState, { value, at }: Report, bounds: Bounds): RegisterReport {
  const { low, knotValue } = register;
  if (!low || value < low.last || !isPossible(value - low.last, at - low.lastAt, bounds)) {
    return { kind: "low", isNew: true };
  }
  if (isAgainstPower(register, value - low.value, low.weight, bounds)) return { kind: "low", isNew: true };
  const rises = low.rises + (value > low.last ? 1 : 0);
  if (rises < 2 || at - low.at < LOW_MS) return { kind: "low", isNew: false };
  const rise = value - low.value;
  const whole = toWhole(knotValue, value, bounds.quantity);
  return { kind: "count", delta: whole ?? rise, fromLow: true };
}

/** A rise far beyond what the node's own power explains is another glitch, not a beginning. */
function isAgainstPower(
  { byPower, weight, gap }: RegisterState,
  rise: number,
  from: number,
  { accepted }: Bounds,
): boolean {
  if (!byPower || gap || accepted) return false;
  return rise > (3 * (weight - from)) / STEPS_MS_PER_WH + UNEXPLAINED_WH;
}

/** What a register counted that rolled over from just below a power of ten; null: it did not. */
function toWhole(knotValue: number, value: number, quantity: Quantity | undefined): number | null {
  if (quantity !== "energy") return null;
  for (const size of ROLL_OVERS) {
    const near = size / 1000;
    if (knotValue < size && size - knotValue + value <= near) return size - knotValue + value;
  }
  return null;
}
