import type { Quantity } from "@lastmeter/model/units";
import type { RegisterState } from "./node-state.ts";

/**
 * What one report of a register means.
 * - `same`: the register stands still.
 * - `count`: it rose by `delta`.
 * - `segment`: counting starts again from this report; nothing is counted between it and the report before.
 * - `suspect`: no register of a home can stand there; the report is left out.
 */
export type RegisterReport =
  | { readonly kind: "same" }
  | { readonly kind: "count"; readonly delta: number }
  | { readonly kind: "segment" }
  | { readonly kind: "suspect" };

/** 2^48 steps of 1/1000 kWh and above: the ZCL's uint48 "invalid" comes as 281474976710.66 kWh. */
const INVALID = 2.8e14;
/** Beyond any home's connection, in steps of the quantity an hour: 100 kW; 100 m³/h. */
const MAX_RATE: Partial<Record<Quantity, number>> = {
  energy: 100_000,
  reactiveEnergy: 100_000,
  apparentEnergy: 100_000,
  volume: 100_000_000,
};
/** A device may hold back a step (0.1 kWh is common) and report late: 500 Wh, as time at the rate above. */
const SLACK_MS = 18_000;
const HOUR_MS = 3_600_000;

/** Whether a register can have risen from `from` to `to` in the time between. */
function isPlausible(
  from: { value: number; at: number },
  to: { value: number; at: number },
  quantity: Quantity | undefined,
) {
  const rate = MAX_RATE[quantity ?? "generic"] ?? Number.POSITIVE_INFINITY;
  const ms = Math.max(to.at - from.at, 0) + SLACK_MS;
  return to.value - from.value <= (rate * ms) / HOUR_MS;
}

/** The rules are in register.md. Pure; `register` null: the first report ever. */
export function decideReport(
  register: RegisterState | null,
  value: number,
  at: number,
  quantity: Quantity | undefined,
): RegisterReport {
  if (value < 0 || value >= INVALID) return { kind: "suspect" };
  if (!register) return { kind: "segment" };
  const delta = value - register.knotValue;
  if (delta === 0) return { kind: "same" };
  if (delta < 0) return { kind: "segment" };
  if (isPlausible({ value: register.knotValue, at: register.knotAt }, { value, at }, quantity)) {
    return { kind: "count", delta };
  }
  const { doubt } = register;
  const goesOn = doubt !== null && value > doubt.value && isPlausible(doubt, { value, at }, quantity);
  return goesOn ? { kind: "segment" } : { kind: "suspect" };
}
