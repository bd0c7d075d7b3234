import type { Desired, DesiredSetting, Reported } from "@lastmeter/model/configuration";
import type { PrincipalId } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import type { OpenCommands } from "../commands/open-commands.ts";
import type { Write } from "../platform/writes.ts";
import type { Author } from "./changes.ts";
import { type OrdersFacts, planOrders } from "./plan-orders.ts";
import { type Due, fail, settle, withDueAt, withSent } from "./settle.ts";

const MINUTE_MS = 60_000;

export interface SettleFacts extends OrdersFacts {
  readonly nodeId: NodeId | null;
  readonly ownerId: PrincipalId;
  readonly reported: Reported | null;
  /** Whose wish this is; null: nobody's, by itself. */
  readonly author: Author | null;
}

export interface SettlePlan {
  readonly desired: Desired;
  /** For the link's record; undefined: none were ever given. */
  readonly commands: OpenCommands | undefined;
  readonly writes: readonly Write[];
}

/** What is wanted, on its way: each setting that is due becomes a command, as many as there is room for. */
export function planSettle(facts: SettleFacts, wanted: Desired): SettlePlan {
  const { nodeId, now } = facts;
  const { settings, send } = settle(wanted.settings, facts.reported, now);
  const orders = send.map((due) => ({
    order: { kind: "configure", nodeId, setting: due.key, value: due.setting.value } as const,
    actor: toActor(due, facts),
  }));
  const { commands, results, writes } = planOrders(facts, orders);
  const sent = send.map(({ key, setting }, index): [string, DesiredSetting] => {
    const result = results[index];
    if (result !== undefined && "commandId" in result) return [key, withSent(setting, result.commandId, now)];
    if (result?.refused === "too_many") return [key, { ...setting, retryAt: now + MINUTE_MS }];
    const reason = result?.refused === "revoked" ? "revoked" : "refused";
    return [key, fail(setting, reason, result?.detail ?? null, now)];
  });
  const settled = { ...settings, ...Object.fromEntries(sent) };
  return { desired: withDueAt({ ...wanted, settings: settled }), commands, writes };
}

/** The first time whoever wants it; again by itself, as the owner's network is to be. */
function toActor({ setting: { triedAt, source, who } }: Due, { ownerId, author }: SettleFacts) {
  const whoLabel = author?.who === who ? author.whoLabel : "";
  if (triedAt === null) return { who, whoLabel, why: { source, cause: null, hops: 0 } };
  return { who: ownerId, whoLabel: "", why: { source: "system" as const, cause: null, hops: 0 } };
}
