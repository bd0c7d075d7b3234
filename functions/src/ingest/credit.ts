import type { Quantity } from "@lastmeter/model/units";

/** What a report is judged by. */
export interface Bounds {
  readonly quantity: Quantity | undefined;
  /** Of the node's connection; null: the home's. */
  readonly ratedW: number | null;
  /** The owner said that what looks impossible here is true. */
  readonly accepted: boolean;
}

/** Beyond any home's connection, in steps of the quantity an hour: 100 kW; 100 m³/h. */
const MAX_RATE: Partial<Record<Quantity, number>> = {
  energy: 100_000,
  reactiveEnergy: 100_000,
  apparentEnergy: 100_000,
  volume: 100_000_000,
};
const HOUR_MS = 3_600_000;
/** Credit is kept in thousandths of a step, or what a plug of 6 A may draw within a second would round to nothing. */
const PARTS = 1000;
/** A register that stood may have held back a step, 1 kWh or 1 m³ at the coarsest: at the highest rate, as time. */
const MOST_MS = 36_000;
/** Of one that is not known yet no more than 200 Wh, two steps of a coarse plug, is believed. */
const START_MS = 7200;
/** At a rating: so much, as time at it, and a step. */
const RATED_MS = 18_000;
const RATED_STEP_WH = 200;
/** One that ran ahead of the physical must stay within it for so long before it is believed again. */
const DEBT_MS = 18_000;
/** Of a register whose stored state is from before there was credit. */
export const EARLIER_CREDIT = 200 * PARTS;

function toRate({ quantity, ratedW }: Bounds): number {
  const rate = MAX_RATE[quantity ?? "generic"] ?? Number.POSITIVE_INFINITY;
  return ratedW === null || quantity !== "energy" ? rate : Math.min(rate, ratedW);
}

function toParts(ms: number, bounds: Bounds): number {
  return (toRate(bounds) * Math.max(ms, 0) * PARTS) / HOUR_MS;
}

function toMost(bounds: Bounds): number {
  const most = toParts(MOST_MS, { ...bounds, ratedW: null });
  if (bounds.ratedW === null || bounds.quantity !== "energy") return most;
  return Math.min(most, toParts(RATED_MS, bounds) + RATED_STEP_WH * PARTS);
}

/** By how much the register may be ahead of what its connection carries when it is first heard. In thousandths of a step. */
export function toStartCredit(bounds: Bounds): number {
  if (toRate(bounds) === Number.POSITIVE_INFINITY) return 0;
  return Math.round(toParts(START_MS, { ...bounds, ratedW: null }));
}

/** Whether it can have risen by `rise` in the time between, with the credit it had. */
export function isPossible(rise: number, ms: number, credit: number, bounds: Bounds): boolean {
  return bounds.accepted || toRate(bounds) === Number.POSITIVE_INFINITY || toLeft(rise, ms, credit, bounds) >= 0;
}

/**
 * What is left of the credit: it grows with time, at the rate of the connection, and never by another report. Below 0 down to the
 * debt of a register that cannot have risen so.
 */
export function toCredit(rise: number, ms: number, credit: number, bounds: Bounds): number {
  if (toRate(bounds) === Number.POSITIVE_INFINITY) return 0;
  const left = Math.min(toMost(bounds), toLeft(rise, ms, credit, bounds));
  return Math.round(Math.max(left, bounds.accepted ? 0 : -toParts(DEBT_MS, bounds)));
}

function toLeft(rise: number, ms: number, credit: number, bounds: Bounds): number {
  return Math.min(credit, toMost(bounds)) + toParts(ms, bounds) - rise * PARTS;
}
