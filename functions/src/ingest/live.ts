import type { LiveData, LiveValue } from "@lastmeter/model/node";
import { toLocalDay, toSlotInterval } from "@lastmeter/model/time";
import type { IngestNode } from "./ingest.ts";
import type { NodePlan } from "./node-plan.ts";
import type { NodeState } from "./node-state.ts";
import { HOLD_MS } from "./slot-sum.ts";

/** Steps of power × ms in one Wh. */
const STEPS_MS_PER_WH = 10 * 3_600_000;

/** Field `d` of the live document, as of `now`; null while nothing is known. */
export function toLiveData(plan: NodePlan): LiveData | null {
  const { node, state, input } = plan;
  if (!node) return null;
  const values: Record<string, LiveValue> = {};
  let at = Math.max(state.seenAt, state.clock);
  for (const [key, { ix, kind, retired }] of Object.entries(node.channels)) {
    const value = kind === "action" || retired ? null : findNewest(state, ix);
    if (!value) continue;
    values[key] = value;
    if (value.at > at) at = value.at;
  }
  if (at === 0) return null;
  return {
    v: 1,
    at,
    values,
    power: toLivePower(node, values),
    today: toToday(plan, input.now),
    location: node.location,
  };
}

/** Newest of the channel's series, its events, and values that came without either. */
function findNewest(state: NodeState, ix: number): LiveValue | null {
  let newest: LiveValue | null = null;
  for (const known of [state.channels.get(ix), state.events.get(ix), state.values.get(ix)]) {
    if (known && known.at > (newest?.at ?? 0)) newest = { value: known.value, at: known.at };
  }
  return newest;
}

function toLivePower(node: IngestNode, values: Readonly<Record<string, LiveValue>>): LiveData["power"] {
  let sum = 0;
  let newestAt = 0;
  for (const { channel, sign } of node.total.power) {
    const part = values[channel];
    if (typeof part?.value !== "number") continue;
    sum += sign * part.value;
    newestAt = Math.max(newestAt, part.at);
  }
  return newestAt === 0 ? null : { value: sum, at: newestAt };
}

/** Since the local midnight before `now`: rolls over though nothing was heard. */
function toToday(plan: NodePlan, now: number): LiveData["today"] {
  const { state, node, input } = plan;
  if (!node) return null;
  const day = toLocalDay(now, input.timeZone);
  const midnightAt = toSlotInterval("day", now, input.timeZone).startAt;
  const importWh = sumRegisters(plan, node.total.energyImport, midnightAt);
  const exportWh = sumRegisters(plan, node.total.energyExport, midnightAt);
  if (importWh !== null || exportWh !== null) {
    return { day, importWh: importWh ?? 0, exportWh: exportWh ?? 0, estimated: false };
  }
  if (plan.powerSteps === null) return null;
  // Power is held from the newest reading up to now, as slots will hold it.
  const heldFrom = Math.max(state.clock, midnightAt);
  const heldSteps = plan.powerSteps * Math.max(Math.min(now, state.clock + HOLD_MS) - heldFrom, 0);
  const isToday = state.clock >= midnightAt;
  const toWh = (steps: number) => Math.round(steps / STEPS_MS_PER_WH);
  return {
    day,
    importWh: toWh((isToday ? state.inSteps : 0) + Math.max(heldSteps, 0)),
    exportWh: toWh((isToday ? state.outSteps : 0) + Math.max(-heldSteps, 0)),
    estimated: true,
  };
}

/** Null while no register has reported. */
function sumRegisters({ node, state }: NodePlan, keys: readonly string[], midnightAt: number): number | null {
  let sum: number | null = null;
  for (const key of keys) {
    const register = state.channels.get(node?.channels[key]?.ix ?? -1)?.register;
    if (!register) continue;
    // Midnight not settled: the register has not moved since before it.
    const isOpen = state.clock >= midnightAt && !register.pending.some(({ at }) => at === midnightAt);
    sum = (sum ?? 0) + (isOpen ? register.since[2] : 0);
  }
  return sum;
}
