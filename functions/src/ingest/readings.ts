import { advanceNode, holdValue, openSum, settleNothing } from "./advance.ts";
import { beginDay } from "./checkpoint.ts";
import { type Bounds, toCredit, toStartCredit } from "./credit.ts";
import { type NodePlan, toPowerSteps } from "./node-plan.ts";
import type { ChannelState, NodeState, RegisterState, StretchRule } from "./node-state.ts";
import { applyFact, EXCLUDED, isNews, lose, PRESENCE_IX } from "./presence.ts";
import { addRaw, isInChunk, type RawReading, toRegisters } from "./raw.ts";
import { decideReport, LOW_MS, type RegisterReport, toDoubt, toRolled } from "./register.ts";
import { settleRegister } from "./settle.ts";
import { addReading } from "./slot-sum.ts";

/** While there is power, a register that shows the same value may count below its step; after an hour it is taken to stand still. */
const MAX_SAME_MS = 3_600_000;

/** Whether the reading comes after all that the node's open slots hold; one of the newest message itself does. */
export function isInOrder({ lastAt, lastSequence }: NodeState, { at, sequence }: RawReading): boolean {
  return at > lastAt || (at === lastAt && sequence >= lastSequence);
}

export function compareReadings(a: RawReading, b: RawReading): number {
  return a.at - b.at || a.sequence - b.sequence;
}

/** Readings in order (`isInOrder` each), message by message through the state machine. */
export function applyReadings(plan: NodePlan, readings: readonly RawReading[]): void {
  for (let from = 0; from < readings.length; ) {
    const first = readings[from];
    if (!first) return;
    let to = from + 1;
    while (to < readings.length && readings[to]?.at === first.at && readings[to]?.sequence === first.sequence) to++;
    applyMessage(plan, first, toOrdered(plan, readings.slice(from, to)));
    from = to;
  }
}

/**
 * Facts, then what is measured, then registers, whose energy goes where power was, each once: the order in a message does not
 * matter.
 */
function toOrdered({ channelByIx }: NodePlan, message: RawReading[]): RawReading[] {
  if (message.length === 1) return message;
  const rank = ({ ix }: RawReading) =>
    ix === PRESENCE_IX ? -1 : ix + (channelByIx.get(ix)?.register ? PRESENCE_IX : 0);
  let before = Number.NEGATIVE_INFINITY;
  let isOrdered = true;
  for (const reading of message) {
    const next = rank(reading);
    if (next <= before) isOrdered = false;
    before = next;
  }
  if (isOrdered) return message;
  const sorted = message.sort((a, b) => rank(a) - rank(b));
  return sorted.filter(({ ix }, i) => ix !== sorted[i - 1]?.ix);
}

function applyMessage(plan: NodePlan, { at, sequence }: RawReading, message: readonly RawReading[]): void {
  const { state } = plan;
  if (!plan.judge && at >= state.dayEndAt) beginDay(plan, at);
  const again = state.lastAt === at && state.lastSequence === sequence;
  const news = again ? message.filter((reading) => !isInChunk(state, reading)) : message;
  state.lastAt = at;
  state.lastSequence = sequence;
  const rule = findRule(state, at);
  if (rule?.action === "exclude") {
    excludeMessage(plan, news);
    return;
  }
  const accepted = rule?.action === "accept";
  let isHeard = state.away === 0;
  for (const reading of news) {
    if (reading.ix === PRESENCE_IX) {
      applyFactReading(plan, reading);
      isHeard = state.away === 0;
      continue;
    }
    if (!isHeard && isNews(plan, news)) {
      advanceNode(plan, at);
      state.away = 0;
      state.backAt = 0;
      isHeard = true;
    }
    if (isHeard) applyReading(plan, reading, accepted);
    else addRaw(plan, reading, reading.quality);
  }
}

function applyFactReading(plan: NodePlan, reading: RawReading): void {
  addRaw(plan, reading, reading.quality);
  applyFact(plan, reading.value, reading.at);
}

function findRule({ rules }: NodeState, at: number): StretchRule | undefined {
  return rules.length === 0 ? undefined : rules.findLast(({ from, to }) => at >= from && at < to);
}

/** Nothing of an excluded stretch counts: it is missing, and registers begin a new segment after it. */
function excludeMessage(plan: NodePlan, message: readonly RawReading[]): void {
  const { state } = plan;
  lose(plan, EXCLUDED);
  for (const register of toRegisters(state)) register.fresh = true;
  for (const reading of message) {
    if (reading.ix === PRESENCE_IX) applyFactReading(plan, reading);
    else if (!plan.judge) addRaw(plan, reading, reading.quality);
  }
}

/** One reading: duplicate, suspect, or counted. */
function applyReading(plan: NodePlan, reading: RawReading, accepted: boolean): void {
  const { state } = plan;
  const { at, sequence, ix, value } = reading;
  const known = state.channels.get(ix);
  if (known?.at === at && known.sequence === sequence) return;
  const channel = plan.channelByIx.get(ix);
  if (!channel) return;
  advanceNode(plan, at);
  if (at > plan.shard.streamAt) plan.shard.streamAt = at;
  const isRegister = channel.register === true && channel.periodic !== true;
  const isSound = reading.quality === "good" || reading.quality === "estimated";
  const bounds: Bounds = { quantity: channel.quantity, ratedW: plan.ratedW, accepted };
  const report = isRegister && isSound ? decideReport(known?.register ?? null, value, at, bounds) : null;
  if (report && !plan.judge) plan.verdict = { at, isSuspect: report.kind === "suspect" };
  if (!isSound || report?.kind === "suspect") {
    addRaw(plan, reading, isSound ? "suspect" : reading.quality);
    if (known) markSuspect(known, at);
    if (report && known?.register) known.register.doubt = toDoubt(known.register, value, at, bounds);
    return;
  }
  addRaw(plan, reading, reading.quality);
  const target = known ?? newChannel(value, at);
  if (!known) state.channels.set(ix, target);
  holdValue(target, at);
  target.value = value;
  target.at = at;
  target.sequence = sequence;
  target.stale = false;
  if (report) applyReport(plan, target, ix, report, bounds);
  addReading(openSum(target), value, at);
  if (plan.powerParts.some((part) => part.ix === ix)) plan.powerSteps = toPowerSteps(plan.powerParts, state.channels);
}

function newChannel(value: number, at: number): ChannelState {
  return { value, at, sequence: -1, heldTo: at, sums: [null, null, null, null], register: null, stale: false };
}

/** The slot shows that something in it was left out. */
function markSuspect(channel: ChannelState, at: number): void {
  holdValue(channel, at);
  openSum(channel).suspect = true;
}

function applyReport(
  plan: NodePlan,
  target: ChannelState,
  ix: number,
  report: Exclude<RegisterReport, { kind: "suspect" }>,
  bounds: Bounds,
): void {
  const { value, at, register } = target;
  const byPower = bounds.quantity === "energy" && plan.powerSteps !== null;
  if (!register) {
    target.register = newRegister(value, at, byPower, toStartCredit(bounds));
    return;
  }
  const mayCount = register.byPower && register.weight > 0 && at - register.knotAt < MAX_SAME_MS;
  if (report.kind === "low") {
    applyLow(plan, ix, register, { value, at, isNew: report.isNew, mayCount, bounds });
    return;
  }
  if (report.kind === "same") {
    register.low = null;
    // After a stretch in which nothing was heard the first values may be remembered ones.
    if (mayCount || (register.gap && at - register.gap.to < MAX_SAME_MS)) {
      register.sameAt = at;
      register.doubt = null;
      return;
    }
  }
  const { fresh } = register;
  const counted = report.kind === "count" ? report : { delta: 0, fromLow: false };
  settleRegister(plan, ix, register, {
    at,
    value,
    ...counted,
    credit: toCreditAfter(register, report, value, at, bounds),
  });
  register.byPower = byPower;
  register.fresh = fresh && report.kind === "same";
}

/** Credit goes on from where the register was believed to stand: nothing but time adds to it. */
function toCreditAfter(
  { knotAt, knotValue, credit, doubt, low, fresh }: RegisterState,
  report: RegisterReport,
  value: number,
  at: number,
  bounds: Bounds,
): number {
  const since = (from: { value: number; at: number; credit: number }) =>
    toCredit(value - from.value, at - from.at, from.credit, bounds);
  if (report.kind === "count" && report.fromLow && low) {
    return since({ value: low.last, at: low.lastAt, credit: low.credit });
  }
  if (report.kind === "segment" && !fresh && doubt) return since(doubt);
  if (report.kind === "segment") return toStartCredit(bounds);
  return since({ value: knotValue, at: knotAt, credit });
}

interface LowReport {
  readonly value: number;
  readonly at: number;
  readonly isNew: boolean;
  readonly mayCount: boolean;
  readonly bounds: Bounds;
}

/** Below the knot: nothing is counted before it is known what that means. */
function applyLow(
  plan: NodePlan,
  ix: number,
  register: RegisterState,
  { value, at, isNew, mayCount, bounds }: LowReport,
): void {
  const stood = register.low;
  let knotAt = stood?.knotAt ?? register.knotAt;
  // It stood below for a while and falls again: now this is what it may come back to.
  if (stood && value < stood.last && stood.lastAt - stood.at >= LOW_MS) {
    const { last, lastAt, credit } = stood;
    const rolled = stood.rises > 0 ? toRolled(register, stood, { value: last, at: lastAt }, bounds) : null;
    if (rolled !== null) settleRegister(plan, ix, register, { at, value: last, delta: rolled, fromLow: true, credit });
    register.knotValue = last;
    register.knotAt = lastAt;
    register.credit = credit;
    knotAt = stood.lastAt;
  }
  const low = isNew || !stood ? toLow({ value, at, weight: register.weight, knotAt }, bounds) : stood;
  low.credit = toCredit(value - low.last, at - low.lastAt, low.credit, bounds);
  if (value > low.last) low.rises++;
  low.last = value;
  low.lastAt = at;
  register.low = low;
  register.doubt = null;
  if (!mayCount && value === low.value && !register.gap) settleNothing(plan, ix, register, at);
}

type Low = NonNullable<RegisterState["low"]>;

function toLow({ value, at, weight, knotAt }: Pick<Low, "value" | "at" | "weight" | "knotAt">, bounds: Bounds): Low {
  return { value, last: value, rises: 0, lastAt: at, at, weight, credit: toStartCredit(bounds), knotAt };
}

function newRegister(value: number, at: number, byPower: boolean, credit: number): RegisterState {
  return {
    knotAt: at,
    knotValue: value,
    sameAt: at,
    byPower,
    weight: 0,
    pending: [],
    since: [0, 0, 0, 0],
    unplaced: [0, 0, 0, 0],
    doubt: null,
    gap: null,
    low: null,
    fresh: false,
    credit,
  };
}
