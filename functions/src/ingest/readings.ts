import type { Channel } from "@lastmeter/model/channel";
import type { Reading } from "@lastmeter/model/reading";
import { QUARTER_MS } from "@lastmeter/model/time";
import { advanceNode, holdValue, openSum } from "./advance.ts";
import { isBelievable, keepAside } from "./late.ts";
import { type NodePlan, toPowerSteps } from "./node-plan.ts";
import type { ChannelState, RegisterState } from "./node-state.ts";
import { addRaw } from "./raw.ts";
import { decideReport, type RegisterReport } from "./register.ts";
import { settleRegister } from "./settle.ts";
import { addReading } from "./slot-sum.ts";

/** While there is power, a register that shows the same value may count below its step; after an hour it is taken to stand still. */
const MAX_SAME_MS = 3_600_000;

/** One reading through the state machine: duplicate, aside (late, impossible time), suspect, or counted. */
export function applyReading(plan: NodePlan, reading: Reading, channel: Channel): void {
  const { state } = plan;
  const { at, sequence } = reading;
  const { ix } = channel;
  const value = Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Math.round(reading.value), Number.MAX_SAFE_INTEGER));
  const raw = { ix, at, sequence, value, quality: reading.quality };
  const known = state.channels.get(ix);
  if (Number.isNaN(value) || (known?.at === at && known.sequence === sequence)) return;
  const isLate = at < toOpenQuarter(state.clock) || (known !== undefined && at < known.at);
  const isTrueTime = isBelievable(at, plan.input);
  if (isLate || !isTrueTime) {
    keepAside(plan, isTrueTime ? raw : { ...raw, quality: "suspect" });
    return;
  }
  advanceNode(plan, at);
  if (at > plan.shard.streamAt) plan.shard.streamAt = at;
  const isRegister = channel.register === true && channel.periodic !== true;
  const isSound = reading.quality === "good" || reading.quality === "estimated";
  const report = isRegister && isSound ? decideReport(known?.register ?? null, value, at, channel.quantity) : null;
  if (!isSound || report?.kind === "suspect") {
    addRaw(plan, { ...raw, quality: isSound ? "suspect" : reading.quality });
    if (known) markSuspect(known, value, at);
    return;
  }
  addRaw(plan, raw);
  const target = known ?? newChannel(value, at);
  if (!known) state.channels.set(ix, target);
  holdValue(target, at);
  target.value = value;
  target.at = at;
  target.sequence = sequence;
  if (report) applyReport(plan, target, channel, report);
  addReading(openSum(target), value, at);
  if (plan.powerParts.some((part) => part.ix === ix)) plan.powerSteps = toPowerSteps(plan.powerParts, state.channels);
}

const toOpenQuarter = (clock: number) => Math.floor(clock / QUARTER_MS) * QUARTER_MS;

function newChannel(value: number, at: number): ChannelState {
  return { value, at, sequence: -1, heldTo: at, sums: [null, null, null, null], register: null };
}

/** The slot shows that something in it was left out; a register remembers where the report stood. */
function markSuspect(channel: ChannelState, value: number, at: number): void {
  holdValue(channel, at);
  openSum(channel).suspect = true;
  if (channel.register) channel.register.doubt = { value, at };
}

function applyReport(
  plan: NodePlan,
  target: ChannelState,
  { ix, quantity }: Channel,
  report: Exclude<RegisterReport, { kind: "suspect" }>,
): void {
  const { value, at, register } = target;
  const byPower = quantity === "energy" && plan.powerSteps !== null;
  if (!register) {
    target.register = newRegister(value, at, byPower);
    return;
  }
  const mayCount = register.byPower && register.weight > 0 && at - register.knotAt < MAX_SAME_MS;
  if (report.kind === "same" && mayCount) {
    register.sameAt = at;
    register.doubt = null;
    return;
  }
  settleRegister(plan, ix, register, { at, value, delta: report.kind === "count" ? report.delta : 0 });
  register.byPower = byPower;
}

function newRegister(value: number, at: number, byPower: boolean): RegisterState {
  const none = { counted: 0, weight: 0, pending: [], doubt: null };
  return { ...none, knotAt: at, knotValue: value, sameAt: at, byPower, start: [0, 0, 0, 0] };
}
