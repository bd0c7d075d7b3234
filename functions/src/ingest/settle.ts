import { type SlotResolution, slotResolutions, toSlotInterval } from "@lastmeter/model/time";
import type { NodePlan } from "./node-plan.ts";
import type { Boundary, RegisterState, WaitingSlot } from "./node-state.ts";

/** Steps of power × ms in one Wh. */
const STEPS_MS_PER_WH = 10 * 3_600_000;

/** A report from which energy is counted on. */
export interface Knot {
  readonly at: number;
  readonly value: number;
  /** Counted since the knot before, or since `register.low` began. */
  readonly delta: number;
  readonly fromLow: boolean;
  /** What the register has left of `credit`. */
  readonly credit: number;
}

/** Where counting began: the knot, or the first report of a register that began again below it. */
interface Origin {
  readonly lowAt: number;
  readonly weight: number;
}

type Four = [number, number, number, number];

/**
 * A report of the register has come: energy counted since the knot is allotted to the slots passed meanwhile, by power over time
 * where the node's power is known, else evenly. Each boundary's register value is rounded once and every resolution uses the
 * same one, so that quarters make hours, days and months exactly. What was counted across a stretch in which nothing was heard
 * goes to the smallest slot that contains the stretch, and to none finer.
 */
export function settleRegister(plan: NodePlan, ix: number, register: RegisterState, knot: Knot): void {
  const { timeZone } = plan.input;
  const { gap, since, unplaced } = register;
  const low = knot.fromLow ? register.low : null;
  const origin: Origin = { lowAt: low?.at ?? 0, weight: low?.weight ?? 0 };
  const placed = toPlaced(register, knot, origin);
  const across = { energy: knot.delta - placed, level: gap ? toLevel(gap, timeZone) : 0, to: gap?.to ?? 0 };
  const open: Four = [across.energy, across.energy, across.energy, across.energy];
  for (let level = 0; level < across.level; level++) open[level] = 0;
  /** Counted at the start of the open slots, from the knot on. */
  const start: Four = [-since[0], -since[1], -since[2], -since[3]];
  const slots = register.pending.length > 0 ? indexByEnd(plan.state.waiting) : null;
  for (const boundary of register.pending) {
    const counted = Math.round(placed * toShare(register, boundary, knot.at, origin));
    for (const [level, resolution] of slotResolutions.entries()) {
      if (!isStart(resolution, boundary.at, timeZone)) break;
      const beyond = boundary.at >= across.to ? (open[level] ?? 0) : 0;
      const energy = counted - (start[level] ?? 0) + beyond;
      const apart = (unplaced[level] ?? 0) + (level > 0 && level === across.level ? beyond : 0);
      const slot = slots?.get(boundary.at * 4 + level);
      if (slot) setEnergy(slot, ix, energy, apart, register, knot.at);
      start[level] = counted;
      unplaced[level] = 0;
      if (boundary.at >= across.to) open[level] = 0;
    }
  }
  for (let level = 0; level < 4; level++) {
    since[level] = placed - (start[level] ?? 0) + (open[level] ?? 0);
    if (level > 0 && level === across.level) unplaced[level] = (unplaced[level] ?? 0) + (open[level] ?? 0);
  }
  register.pending = [];
  register.weight = 0;
  register.knotAt = knot.at;
  register.knotValue = knot.value;
  register.credit = knot.credit;
  register.sameAt = knot.at;
  register.doubt = null;
  register.gap = null;
  register.low = null;
}

function isStart(resolution: SlotResolution, at: number, timeZone: string): boolean {
  return resolution === "quarter" || toSlotInterval(resolution, at, timeZone).startAt === at;
}

/** The part of `delta` that belongs to the time in which the node was heard: what its power explains, else its share of the time. */
function toPlaced({ gap, byPower, weight }: RegisterState, { delta }: Knot, origin: Origin): number {
  if (!gap || gap.to <= origin.lowAt) return delta;
  const known = weight - origin.weight;
  if (byPower) return Math.min(delta, Math.round(known / STEPS_MS_PER_WH));
  return Math.round((delta * known) / (known + gap.to - gap.from));
}

/** How much of what was placed lies before the boundary: 0 to 1. */
function toShare(register: RegisterState, { at, weight }: Boundary, knotAt: number, origin: Origin): number {
  const whole = register.weight - origin.weight;
  if (whole > 0) return Math.max(weight - origin.weight, 0) / whole;
  const from = Math.max(register.sameAt, origin.lowAt);
  return at <= from ? 0 : (at - from) / (knotAt - from);
}

/** The smallest slot that holds the whole stretch; a month, that of its end, if none does. */
function toLevel(gap: { from: number; to: number }, timeZone: string): number {
  const level = slotResolutions.findIndex(
    (resolution) => toSlotInterval(resolution, gap.from, timeZone).endAt >= gap.to,
  );
  return level < 0 ? 3 : level;
}

function indexByEnd(waiting: readonly WaitingSlot[]): Map<number, WaitingSlot> {
  return new Map(waiting.map((each) => [each.slot.endAt * 4 + each.level, each]));
}

function setEnergy(
  waiting: WaitingSlot,
  ix: number,
  energy: number,
  unplacedWh: number,
  { knotValue, sameAt, gap }: RegisterState,
  at: number,
): void {
  const { slot } = waiting;
  // Missing is not zero.
  if (gap && energy === 0 && slot.startAt >= gap.from && slot.endAt <= gap.to) return;
  const channels = new Map(slot.channels);
  const stats = channels.get(ix) ?? {
    n: 0,
    coveredS: 0,
    integral: 0,
    min: knotValue,
    max: knotValue,
    first: knotValue,
    firstAt: sameAt,
    last: knotValue,
    lastAt: sameAt,
    quality: "estimated" as const,
  };
  channels.set(ix, { ...stats, energy, ...(unplacedWh === 0 ? {} : { unplacedWh }) });
  waiting.slot = { ...slot, channels };
  if (waiting.written) waiting.dirtyAt ||= at;
}
