import { decideBacklog, decideLinkAlarms } from "../alarms/decide-link-alarms.ts";
import { planAlarms, toEffective } from "../alarms/plan-alarms.ts";
import type { LinkContext } from "./context.ts";
import type { PlannedUplink, UplinkFacts } from "./plan-batch.ts";

/** What was found becomes alarms and notices of the same commit; owner and administrators are read only where something changes. */
export async function withAlarms(
  { store }: LinkContext,
  planned: PlannedUplink,
  { networkId, uplink: { head, batch }, now }: UplinkFacts,
): Promise<PlannedUplink> {
  const backlog = decideBacklog(planned.link.backlog, head.queue.length - batch.messages.length, now);
  const { backlog: _, ...rest } = planned.link;
  const link = backlog === undefined ? rest : { ...rest, backlog };
  const open = link.alarms ?? {};
  const changes = toEffective(open, [...decideLinkAlarms(link, head, now), ...planned.alarms]);
  if (changes.length === 0) return { ...planned, link };
  const managers = await store.readManagers(networkId, now);
  const plan = await planAlarms({ networkId, open, managers, now }, changes);
  return { ...planned, link: { ...link, alarms: plan.open }, writes: [...planned.writes, ...plan.writes] };
}
