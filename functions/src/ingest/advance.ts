import type { Slot, SlotStats } from "@lastmeter/model/series";
import { QUARTER_MS, slotResolutions, toSlotInterval } from "@lastmeter/model/time";
import { toCredit } from "./credit.ts";
import type { NodePlan } from "./node-plan.ts";
import type { ChannelState, NodeState, RegisterState } from "./node-state.ts";
import { settleRegister } from "./settle.ts";
import { addSum, HOLD_MS, newSlotSum, type SlotSum, toStats } from "./slot-sum.ts";

/** A register that has not reported over so many quarters while its node has is taken to stand still until it reports again. */
const MAX_PENDING = 100;
/** Messages of one burst are milliseconds apart; a register's report may be among the last. */
const BURST_MS = 60_000;
/** Energy across a longer silence goes to days and months only: nobody knows its quarters, and they would be thousands. */
const QUARTERS_WITHIN_MS = 8 * 86_400_000;

/** Moves the node's clock to the time of a reading: slots that end on the way are closed. */
export function advanceNode(plan: NodePlan, to: number): void {
  const { state } = plan;
  if (to <= state.clock) return;
  if (state.clock === 0) {
    state.clock = to;
    return;
  }
  const boundary = Math.floor(to / QUARTER_MS) * QUARTER_MS;
  if (boundary > state.clock) {
    if (to - state.passedAt > BURST_MS) releaseOverdue(plan);
    const isLong = boundary - state.clock > QUARTERS_WITHIN_MS;
    while (state.clock < boundary) pass(plan, nextStop(plan, boundary, isLong));
    state.passedAt = to;
  }
  addWeights(plan, to);
  state.clock = to;
}

/** From the newest message on the node is not known: values end there. */
export function loseNode(plan: NodePlan): void {
  const { state } = plan;
  for (const channel of state.channels.values()) {
    holdValue(channel, state.clock);
    channel.stale = true;
  }
  plan.powerSteps = null;
}

/** The next instant at which slots close: the end of the quarter, later where nothing is held that a quarter could show. */
function nextStop({ state, input }: NodePlan, boundary: number, isLong: boolean): number {
  const quarter = Math.floor(state.clock / QUARTER_MS) * QUARTER_MS + QUARTER_MS;
  const opened = hasOpenQuarter(state);
  if (opened || isHolding(state)) return quarter;
  if (!hasRegister(state)) return boundary;
  if (!isLong) return quarter;
  // The hour the silence began in needs a boundary at its own end, or its energy would never be known.
  const resolution = hasOpenHour(state) ? "hour" : "day";
  return Math.min(toSlotInterval(resolution, state.clock, input.timeZone).endAt, boundary);
}

function hasOpenHour({ channels }: NodeState): boolean {
  for (const { sums } of channels.values()) if (sums[1]) return true;
  return false;
}

function hasOpenQuarter({ channels }: NodeState): boolean {
  for (const { sums } of channels.values()) if (sums[0]) return true;
  return false;
}

function isHolding({ channels, clock }: NodeState): boolean {
  for (const { at, stale } of channels.values()) if (!stale && at + HOLD_MS > clock) return true;
  return false;
}

function hasRegister({ channels }: NodeState): boolean {
  for (const { register } of channels.values()) if (register) return true;
  return false;
}

function pass(plan: NodePlan, to: number): void {
  const { state, input } = plan;
  addWeights(plan, to);
  for (const channel of state.channels.values()) holdValue(channel, to);
  for (const [level, resolution] of slotResolutions.entries()) {
    const { startAt, endAt } = toSlotInterval(resolution, state.clock, input.timeZone);
    if (endAt > to) break;
    closeSlot(state, level, startAt, endAt);
    if (resolution === "hour") plan.hourClosed = true;
    if (resolution === "day") state.inSteps = state.outSteps = 0;
  }
  for (const { register } of state.channels.values()) register?.pending.push({ at: to, weight: register.weight });
  state.clock = to;
}

/** The value the channel has is held in the open quarter up to `to`. */
export function holdValue(channel: ChannelState, to: number): void {
  if (channel.stale) {
    channel.heldTo = Math.max(channel.heldTo, to);
    return;
  }
  const end = Math.min(to, channel.at + HOLD_MS);
  if (end > channel.heldTo) {
    const sum = openSum(channel);
    const heldMs = end - channel.heldTo;
    if (sum.n === 0 && sum.coveredMs === 0) sum.min = sum.max = channel.value;
    else if (channel.value < sum.min) sum.min = channel.value;
    else if (channel.value > sum.max) sum.max = channel.value;
    sum.coveredMs += heldMs;
    if (!channel.register) sum.integral += channel.value * heldMs;
  }
  if (to > channel.heldTo) channel.heldTo = to;
}

export function openSum(channel: ChannelState): SlotSum {
  channel.sums[0] ??= newSlotSum(channel.value, channel.at);
  return channel.sums[0];
}

function closeSlot(state: NodeState, level: number, startAt: number, endAt: number): void {
  const stats = new Map<number, SlotStats>();
  let hasRegisters = false;
  for (const [ix, channel] of state.channels) {
    if (channel.register) hasRegisters = true;
    const sum = channel.sums[level];
    if (!sum) continue;
    stats.set(ix, toStats(sum, channel.register !== null));
    channel.sums[level] = null;
    if (level === 3) continue;
    const coarser = channel.sums[level + 1];
    if (coarser) addSum(coarser, sum);
    else channel.sums[level + 1] = sum;
  }
  if (stats.size === 0 && !hasRegisters) return;
  const slot: Slot = { startAt, endAt, channels: stats };
  state.waiting.push({ level, slot, written: false, dirtyAt: 0 });
}

function addWeights(plan: NodePlan, to: number): void {
  const { state, powerSteps: power } = plan;
  const ms = to - state.clock;
  if (ms <= 0) return;
  if (state.away !== 0) {
    addGaps(state, to);
    return;
  }
  const drawn = Math.max(power ?? 0, 0) * ms;
  const given = Math.max(-(power ?? 0), 0) * ms;
  state.inSteps += drawn;
  state.outSteps += given;
  for (const [ix, { register }] of state.channels) {
    if (register) register.weight += register.byPower ? (plan.exportIxs.has(ix) ? given : drawn) : ms;
  }
}

function addGaps(state: NodeState, to: number): void {
  for (const { register } of state.channels.values()) {
    if (register) register.gap = { from: register.gap?.from ?? state.clock, to };
  }
}

function releaseOverdue(plan: NodePlan): void {
  for (const [ix, { register }] of plan.state.channels) {
    if (!register || register.pending.length <= MAX_PENDING || register.gap || plan.state.away !== 0) continue;
    const at = register.pending.at(-1)?.at ?? plan.state.clock;
    settleNothing(plan, ix, register, at);
    register.byPower = plan.powerSteps !== null && register.byPower;
  }
}

/** Settles with nothing counted, and still waits for what a register below its knot will turn out to be. */
export function settleNothing(plan: NodePlan, ix: number, register: RegisterState, at: number): void {
  const { low, doubt } = register;
  const bounds = { quantity: plan.channelByIx.get(ix)?.quantity, ratedW: plan.ratedW, accepted: false };
  const credit = toCredit(0, at - register.knotAt, register.credit, bounds);
  settleRegister(plan, ix, register, { at, value: register.knotValue, delta: 0, fromLow: false, credit });
  register.low = low && { ...low, weight: 0 };
  register.doubt = doubt;
}
