import type { Batch, RelayedMessage, UplinkHead } from "@lastmeter/model/link/messages";
import type { PresenceFact } from "../protocols/protocol.ts";
import type { LinkRecord } from "./link-record.ts";

/** A gateway that is started anew at once loses no message: shorter silences are a home's own. */
const DOWN_MS = 120_000;

export interface Silence {
  readonly heard: LinkRecord["heard"];
  readonly presence: readonly PresenceFact[];
}

/**
 * When the gateway itself was away: messages its queue dropped, a broker it lost, silences around a restart (its `boot` changed).
 * A queue may hold messages from before the restart, so each silence that began before the new session did is one of them.
 */
export function decideSilence(
  { active, heard }: LinkRecord,
  batch: Pick<Batch, "backfill" | "gaps">,
  fresh: readonly RelayedMessage[],
  head: Pick<UplinkHead, "broker" | "now" | "queue">,
): Silence {
  const dropped = batch.gaps.filter((gap) => gap.dropped > 0).map(({ fromAt, from }) => toFact(fromAt, from));
  if (active === null || batch.backfill) return { heard, presence: dropped };
  const isRestarted = heard !== undefined && heard.boot !== active.boot;
  const downUntil = isRestarted ? active.startedAt : (heard?.downUntil ?? 0);
  const presence = [...dropped];
  let at = heard?.at ?? 0;
  for (const message of fresh) {
    if (at > 0 && at < downUntil && message.at - at >= DOWN_MS) presence.push(toFact(message.at - 1, message.n));
    at = Math.max(at, message.at);
  }
  const isDrained = head.queue.length <= fresh.length;
  const isLost = head.broker === "disconnected" && heard?.broker === "connected" && isDrained;
  if (isLost && head.now > at) presence.push(toFact(head.now, (fresh.at(-1)?.n ?? 0) + 1));
  const broker = head.broker === "disconnected" && !isLost ? (heard?.broker ?? "disconnected") : head.broker;
  return { heard: { boot: active.boot, at, downUntil, broker }, presence };
}

function toFact(at: number, sequence: number): PresenceFact {
  return { nodeId: null, fact: "gatewayAway", at: Math.max(Math.round(at), 0), sequence };
}
