import { type CommandReason, type CommandValue, isFinal } from "@lastmeter/model/command";
import type { Order } from "../../data/orders.ts";

/** How far an order is, as far as this phone knows. */
export type Progress =
  /** On its way; nothing is carried out after `until`. Null: the server has not taken it yet. */
  | { readonly phase: "sending"; readonly until: number | null }
  /** Its time is over, and the server has not said yet how it ended. */
  | { readonly phase: "unknown" }
  /** The device reported it. */
  | { readonly phase: "confirmed" }
  | {
      readonly phase: "ended";
      readonly state: "confirmed" | "failed" | "expired" | "denied";
      readonly reason: CommandReason | null;
      readonly detail: string | null;
    }
  /** The server did not take it. */
  | { readonly phase: "refused"; readonly fault: unknown };

/** So long a success is told. */
const TOLD_MS = 4_000;
/** So long a failure is told, unless it is put away. */
const FAILURE_TOLD_MS = 10 * 60_000;

/** Null: there is nothing to tell (any more). */
export function toProgress(order: Order | null, now: number): Progress | null {
  if (order === null) return null;
  const { command, fault, askedAt } = order;
  if (fault !== null) return now - askedAt > FAILURE_TOLD_MS ? null : { phase: "refused", fault };
  if (command === null) return { phase: "sending", until: null };
  const { state, reason, deadline, endedAt } = command;
  if (!isFinal(state)) return now >= deadline ? { phase: "unknown" } : { phase: "sending", until: deadline };
  if (reason === "superseded") return null;
  const age = now - (endedAt ?? now);
  if (state === "confirmed" && reason === null) return age > TOLD_MS ? null : { phase: "confirmed" };
  if (age > FAILURE_TOLD_MS || state === "queued" || state === "sent") return null;
  return { phase: "ended", state, reason, detail: command.detail ?? null };
}

/** What is still to come of the order; null: nothing. */
export function toWanted(order: Order | null, progress: Progress | null): CommandValue | null {
  return progress?.phase === "sending" || progress?.phase === "unknown" ? (order?.value ?? null) : null;
}
