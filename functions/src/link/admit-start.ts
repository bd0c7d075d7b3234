import { toNetworkCause } from "../alarms/decide-link-alarms.ts";
import type { AlarmChange } from "../alarms/plan-alarms.ts";
import { AppError } from "../platform/app-error.ts";
import type { LinkContext } from "./context.ts";
import { decideStart, isTakeover } from "./decide-start.ts";
import { toRing } from "./gateway-status.ts";
import { noChange } from "./link.store.ts";
import type { LinkRecord } from "./link-record.ts";
import type { PlannedUplink, UplinkFacts } from "./plan-batch.ts";

const RETRY_S = 60;

/**
 * The record with the start that is heard. @param isOther whether the frame says nothing of the gateway itself.
 * @throws AppError another_runs: unsealed, since nothing of it is committed but that it was refused; the bridge keeps its data.
 */
export async function admitStart(
  { store }: LinkContext,
  { networkId, read, link, now }: Omit<UplinkFacts, "uplink">,
  boot: string,
  isOther: boolean,
): Promise<LinkRecord> {
  if (isOther || link.revoked) return link;
  const decided = decideStart(link, boot, now);
  if (decided.kind === "heard") return { ...link, starts: decided.starts };
  if (decided.starts !== link.starts) {
    await store.commit(networkId, { ...noChange, read, link: { ...read.link, starts: decided.starts } });
  }
  throw new AppError("another_runs", "clone", RETRY_S);
}

/**
 * A new start rings the bell that every copy hears: one that is still alive answers at once, and so shows itself. That the key is right is
 * plain now.
 */
export function withStart(planned: PlannedUplink, { networkId, read, now }: UplinkFacts): PlannedUplink {
  const { starts } = planned.link;
  const cause = toNetworkCause("clone");
  const alarm: AlarmChange = starts?.rival
    ? { kind: "raise", cause, severity: "critical", facts: {}, at: starts.rival.since }
    : { kind: "clear", cause, at: now };
  return {
    ...planned,
    alarms: [...planned.alarms, alarm, { kind: "clear", cause: toNetworkCause("keyProblem"), at: now }],
    writes: isTakeover(read.link, starts) ? [...planned.writes, toRing(networkId, now)] : planned.writes,
  };
}
