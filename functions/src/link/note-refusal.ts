import type { NetworkId } from "@lastmeter/model/ids";
import { toNetworkCause } from "../alarms/decide-link-alarms.ts";
import { planAlarms } from "../alarms/plan-alarms.ts";
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
    const told = withStatus(networkId, read.link, status);
    if (told.writes.length === 0) return;
    const { open, writes } = await planKeyAlarm(context, networkId, told.link, now);
    const link = { ...told.link, alarms: open };
    await context.store.commit(networkId, { ...noChange, read, link, writes: [...told.writes, ...writes] });
  } catch (cause) {
    context.log.error("link.refusal_not_noted", { networkId }, cause);
  }
}

/** Of a gateway that was there before: one that is being set up is watched in the app anyway. */
async function planKeyAlarm(
  { store }: LinkContext,
  networkId: NetworkId,
  { alarms = {}, health }: LinkRecord,
  now: number,
) {
  if (health.state !== "offline") return { open: alarms, writes: [] };
  const managers = await store.readManagers(networkId, now);
  const cause = toNetworkCause("keyProblem");
  return planAlarms({ networkId, open: alarms, managers, now }, [
    { kind: "raise", cause, severity: "warning", facts: {}, at: now },
  ]);
}

/** Null: of no interest. While the right gateway is connected, what others try is nobody's concern. */
function toRefused(link: LinkRecord, kind: "auth_failed" | "revoked", now: number) {
  if (kind === "revoked") return afterRevokedCall(toStatus(link), now);
  return link.revoked || link.health.state === "online" ? null : afterWrongHello(toStatus(link), now);
}
