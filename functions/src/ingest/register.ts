import type { Quantity } from "@lastmeter/model/units";
import { type Bounds, isPossible, toCredit } from "./credit.ts";
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

/** 2^48 steps of 1/1000 kWh and above: the ZCL's uint48 "invalid" comes as 281474976710.66 kWh. */
const INVALID = 2.8e14;
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

/** The rules are in register.md. Pure; `register` null: the first report ever. */
export function decideReport(
  register: RegisterState | null,
  value: number,
  at: number,
  bounds: Bounds,
): RegisterReport {
  if (isInvalid(value)) return { kind: "suspect" };
  if (!register) return { kind: "segment" };
  const rise = value - register.knotValue;
  if (register.fresh) return rise === 0 ? { kind: "same" } : { kind: "segment" };
  if (rise < 0) return decideLow(register, { value, at }, bounds);
  const { low } = register;
  if (low && at - low.at > GLITCH_MS) return { kind: "segment" };
  if (rise === 0) return { kind: "same" };
  const { doubt } = register;
  // Where it stood when no register could have come so far, it has not come since.
  const isBeyond = doubt !== null && value >= doubt.value && !bounds.accepted;
  if (!isBeyond && isPossible(rise, at - register.knotAt, register.credit, bounds)) {
    return { kind: "count", delta: rise, fromLow: false };
  }
  const goesOn = doubt !== null && value > doubt.value && isPossibleSince(doubt, { value, at }, bounds);
  return goesOn ? { kind: "segment" } : { kind: "suspect" };
}

/** What to remember of a report that is `suspect`: a register that stands there has to keep within the physical from there on. */
export function toDoubt(
  { doubt, knotAt, knotValue, credit }: RegisterState,
  value: number,
  at: number,
  bounds: Bounds,
): RegisterState["doubt"] {
  if (isInvalid(value) || value === doubt?.value) return doubt;
  const from = doubt && value > doubt.value ? doubt : { value: knotValue, at: knotAt, credit };
  return { value, at, credit: toCredit(value - from.value, at - from.at, from.credit, bounds) };
}

const isInvalid = (value: number) => value < 0 || value >= INVALID;

function isPossibleSince(from: NonNullable<RegisterState["doubt"]>, { value, at }: Report, bounds: Bounds): boolean {
  return isPossible(value - from.value, at - from.at, from.credit, bounds);
}

/** Below the knot: it has begun again once it has risen twice, ten minutes after its first low report. */
function decideLow(register: RegisterState, { value, at }: Report, bounds: Bounds): RegisterReport {
  const { low } = register;
  if (!low || value < low.last || !isPossible(value - low.last, at - low.lastAt, low.credit, bounds)) {
    return { kind: "low", isNew: true };
  }
  if (isAgainstPower(register, value - low.value, low.weight, bounds)) return { kind: "low", isNew: true };
  const rises = low.rises + (value > low.last ? 1 : 0);
  if (rises < 2 || at - low.at < LOW_MS) return { kind: "low", isNew: false };
  const rise = value - low.value;
  return { kind: "count", delta: toRolled(register, low, { value, at }, bounds) ?? rise, fromLow: true };
}

/** What a register below its knot has counted through a roll-over; null: that is not how it came there. */
export function toRolled(
  { knotValue, credit }: RegisterState,
  { knotAt }: NonNullable<RegisterState["low"]>,
  { value, at }: Report,
  bounds: Bounds,
): number | null {
  const whole = toWhole(knotValue, value, bounds.quantity);
  return whole !== null && isPossible(whole, at - knotAt, credit, bounds) ? whole : null;
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
