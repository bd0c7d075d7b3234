import type { NetworkId } from "@lastmeter/model/ids";
import type { LinkContext } from "./context.ts";
import { afterRevokedCall, afterWrongHello, toStatus, withStatus } from "./gateway-status.ts";
import { noChange } from "./link.store.ts";
import type { LinkRecord } from "./link-record.ts";

const EVERY_MS = 60_000;

/**
 * Tells the network's administrators that somebody was refused: at most one look a minute, and a write only where it is news, so that
 * calls without end cost nothing. The refusal does not depend on it.
 */
export async function noteRefusal(
  context: LinkContext,
  networkId: NetworkId,
  kind: "auth_failed" | "revoked",
): Promise<void> {
  const now = context.clock();
  if (now < (context.refusals.get(networkId) ?? 0) + EVERY_MS) return;
  context.refusals.set(networkId, now);
  try {
    const read = await context.store.readLink(networkId);
    const status = read && toRefused(read.link, kind, now);
    if (!status) return;
    const { link, writes } = withStatus(networkId, read.link, status);
    if (writes.length > 0) await context.store.commit(networkId, { ...noChange, read, link, writes });
  } catch (cause) {
    context.log.error("link.refusal_not_noted", { networkId }, cause);
  }
}

/** Null: of no interest. While the right gateway is connected, what others try is nobody's concern. */
function toRefused(link: LinkRecord, kind: "auth_failed" | "revoked", now: number) {
  if (kind === "revoked") return afterRevokedCall(toStatus(link), now);
  return link.revoked || link.health.state === "online" ? null : afterWrongHello(toStatus(link), now);
}
