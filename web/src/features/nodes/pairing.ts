import type { Command, CommandReason } from "@lastmeter/model/command";

export type Pairing =
  | { readonly phase: "closed" }
  /** Asked for; the gateway has not done it yet. */
  | { readonly phase: "opening" }
  | { readonly phase: "open"; readonly endsAt: number }
  | { readonly phase: "failed"; readonly reason: CommandReason | null };

export interface PairingFacts {
  /** The newest order that was given here; null: none. */
  readonly command: Command | null;
  /** The call that gives one is under way. */
  readonly isAsking: boolean;
  /** What the network itself says: open until then; null: closed, undefined: it says nothing of it. */
  readonly joinUntil: number | null | undefined;
  readonly now: number;
}

/** Whether new devices may join now. The network's own word stands before what was ordered. */
export function toPairing({ command, isAsking, joinUntil, now }: PairingFacts): Pairing {
  if (isAsking || command?.state === "queued" || command?.state === "sent") return { phase: "opening" };
  const ended = command?.endedAt ?? 0;
  if (command && command.state !== "confirmed" && now - ended < SHOWN_MS) {
    return { phase: "failed", reason: command.reason };
  }
  if (joinUntil !== undefined) {
    if (joinUntil !== null && joinUntil > now) return { phase: "open", endsAt: joinUntil };
    // What was confirmed a moment ago is on its way as the network's own word.
    if (now - ended > WORD_MS) return { phase: "closed" };
  }
  if (command?.state !== "confirmed" || command.order.kind !== "permitJoin") return { phase: "closed" };
  const endsAt = (command.publishedAt ?? ended) + command.order.seconds * 1000;
  return endsAt > now ? { phase: "open", endsAt } : { phase: "closed" };
}

/** A failure is told this long. */
const SHOWN_MS = 60_000;
const WORD_MS = 5000;

/** `3:07`. */
export function toCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
