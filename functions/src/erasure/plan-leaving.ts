import { ERASED_PRINCIPAL } from "@lastmeter/model/account";
import type { Client } from "@lastmeter/model/client";
import { type Provider, withDecision } from "@lastmeter/model/provider";

export interface LeavingPlan {
  readonly provider: Provider;
  /** What changes of each of its clients. */
  toChange(client: Client): Partial<Client>;
}

/** The company without this administrator; without any it is suspended, so that nobody's program goes on by itself. */
export function planLeaving(before: Provider, uid: string, now: number): LeavingPlan {
  const admins = before.admins.filter((each) => each !== uid);
  const adminLabels = Object.fromEntries(Object.entries(before.adminLabels).filter(([each]) => each !== uid));
  const decisions = before.decisions.map((each) => (each.by === uid ? { ...each, by: ERASED_PRINCIPAL } : each));
  const left: Provider = { ...before, admins, adminLabels, decisions };
  if (admins.length > 0) return { provider: left, toChange: () => ({ managers: admins }) };
  const decision = { at: now, state: "suspended", by: ERASED_PRINCIPAL, reason: "" } as const;
  return {
    provider: withDecision(left, decision),
    toChange: ({ epoch }) => ({ managers: admins, approved: false, epoch: epoch + 1 }),
  };
}
