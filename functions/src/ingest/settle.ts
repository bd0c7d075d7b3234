import { slotResolutions, toSlotInterval } from "@lastmeter/model/time";
import type { NodePlan } from "./node-plan.ts";
import type { RegisterState, WaitingSlot } from "./node-state.ts";

/**
 * A report of the register has come: energy counted since the knot is allotted to the slots passed meanwhile, by power over time
 * where the node's power is known, else evenly. Each boundary's register value is rounded once and every resolution uses the
 * same one, so that quarters make hours, days and months exactly.
 */
export function settleRegister(
  plan: NodePlan,
  ix: number,
  register: RegisterState,
  report: { readonly at: number; readonly value: number; readonly delta: number },
): void {
  const { timeZone } = plan.input;
  const slots = register.pending.length > 0 ? indexByEnd(plan.state.waiting) : null;
  for (const boundary of register.pending) {
    const counted = register.counted + Math.round(report.delta * toShare(register, boundary, report.at));
    for (const [level, resolution] of slotResolutions.entries()) {
      if (toSlotInterval(resolution, boundary.at, timeZone).startAt !== boundary.at) break;
      const slot = slots?.get(boundary.at * 4 + level);
      if (slot)
        setEnergy(slot, ix, counted - (register.start[level] ?? 0), register.knotValue, register.sameAt, report.at);
      register.start[level] = counted;
    }
  }
  register.pending = [];
  register.counted += report.delta;
  register.weight = 0;
  register.knotAt = report.at;
  register.knotValue = report.value;
  register.sameAt = report.at;
  register.doubt = null;
}

/** How much of what was counted since the knot lies before the boundary: 0 to 1. */
function toShare(register: RegisterState, { at, weight }: { at: number; weight: number }, reportAt: number): number {
  if (register.weight > 0) return weight / register.weight;
  return at <= register.sameAt ? 0 : (at - register.sameAt) / (reportAt - register.sameAt);
}

function indexByEnd(waiting: readonly WaitingSlot[]): Map<number, WaitingSlot> {
  return new Map(waiting.map((each) => [each.slot.endAt * 4 + each.level, each]));
}

function setEnergy(waiting: WaitingSlot, ix: number, energy: number, held: number, heldAt: number, at: number): void {
  const { slot } = waiting;
  const channels = new Map(slot.channels);
  const stats = channels.get(ix) ?? {
    n: 0,
    coveredS: 0,
    integral: 0,
    min: held,
    max: held,
    first: held,
    firstAt: heldAt,
    last: held,
    lastAt: heldAt,
    quality: "estimated" as const,
  };
  channels.set(ix, { ...stats, energy });
  waiting.slot = { ...slot, channels };
  if (waiting.written) waiting.dirtyAt ||= at;
}
