import type { PresenceFact } from "../protocols/protocol.ts";
import { loseNode } from "./advance.ts";
import type { NodePlan } from "./node-plan.ts";
import { type RawReading, toRegisters } from "./raw.ts";

/** Facts are kept in raw like readings, of a channel number no device gets, so that a past can be computed again with them. */
export const PRESENCE_IX = 1023;

/** Stored: never renumber. */
const codes = {
  nodeAway: 1,
  nodeBack: 2,
  coordinatorAway: 3,
  coordinatorBack: 4,
  gatewayAway: 5,
  calibrated: 6,
} as const satisfies Record<PresenceFact["fact"], number>;

/** Bits of `NodeState.away`. */
const NODE = 1;
const COORDINATOR = 2;
const GATEWAY = 4;
export const EXCLUDED = 8;

/** A coordinator that starts publishes what it remembers, and a broker what it retained: within this time. */
const CACHED_MS = 60_000;

export function toFactReading({ fact, at, sequence }: PresenceFact): RawReading {
  return { ix: PRESENCE_IX, at, sequence, value: codes[fact], quality: "good" };
}

/** The fact that a value of `PRESENCE_IX` stands for. */
export function toFactWord(value: number): string {
  return Object.entries(codes).find(([, code]) => code === value)?.[0] ?? String(value);
}

/** What is known of who is away. A stretch that is missing begins at the node's last message before, and ends with its next news. */
export function applyFact(plan: NodePlan, value: number, at: number): void {
  const { state } = plan;
  if (value === codes.nodeAway) lose(plan, NODE);
  else if (value === codes.coordinatorAway) lose(plan, COORDINATOR);
  else if (value === codes.gatewayAway) lose(plan, GATEWAY);
  else if (value === codes.coordinatorBack && state.away !== 0) state.backAt = at;
  else if (value === codes.calibrated) for (const register of toRegisters(state)) register.fresh = true;
}

export function lose(plan: NodePlan, who: number): void {
  const { state } = plan;
  if (state.clock === 0) return;
  if (state.away === 0) loseNode(plan);
  state.away |= who;
  state.backAt = 0;
}

/**
 * Whether a message of a node that was away says that it is back. What a coordinator remembered or a broker retained arrives anew
 * and is no news: registers that have not risen or, without any, the same values. A device whose own absence was told speaks for itself.
 */
export function isNews({ state }: NodePlan, message: readonly RawReading[]): boolean {
  const at = message[0]?.at ?? 0;
  if ((state.away & (COORDINATOR | GATEWAY)) === 0) return true;
  if (state.backAt === 0) state.backAt = at;
  if (at - state.backAt >= CACHED_MS) return true;
  let hasRegister = false;
  let isOther = false;
  for (const { ix, value } of message) {
    const known = state.channels.get(ix);
    if (ix === PRESENCE_IX) continue;
    if (known?.register) {
      hasRegister = true;
      if (value > known.register.knotValue) return true;
    } else if (value !== known?.value) isOther = true;
  }
  return isOther && !hasRegister;
}
