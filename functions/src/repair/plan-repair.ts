import type { AccessLogEntry } from "@lastmeter/model/access-log";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Repair, RepairRequest } from "@lastmeter/model/repair";
import type { IngestInput, RawDocuments, ShardBytes } from "../ingest/ingest.ts";
import { planRules } from "../ingest/plan.ts";
import { findRules } from "../ingest/shard.ts";
import { toIngestNodes } from "../link/plan-uplink.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { decideRules } from "./decide-rules.ts";

export interface RepairFacts {
  readonly request: RepairRequest;
  readonly uid: string;
  readonly now: number;
  /** Of the decision; random. */
  readonly repairId: string;
  readonly networkId: NetworkId;
  readonly directory: Directory;
  /** Of the gateway's present queue; empty: none yet. */
  readonly queueEpoch: string;
  /** The shard of the node, if there is one. */
  readonly shards: ShardBytes;
}

export type RepairPlan =
  | { readonly kind: "needs"; readonly paths: readonly string[] }
  /** `unknown`: the past cannot be computed again; `full`: too many decisions. */
  | { readonly kind: "refused"; readonly reason: "unknown" | "full" }
  | { readonly kind: "planned"; readonly shards: ShardBytes; readonly writes: readonly Write[] };

/** What an owner's decision changes: totals computed again from raw, the decision, its entry in the access log. Readings stay. */
export function planRepair(facts: RepairFacts, raw: RawDocuments): RepairPlan {
  const { request, repairId, networkId, directory, shards, uid, now } = facts;
  const { nodeId, from, to, action } = request;
  const input: IngestInput = {
    now,
    timeZone: directory.timeZone,
    networkId,
    queueEpoch: facts.queueEpoch,
    nodes: toIngestNodes(directory),
    readings: [],
    events: [],
    values: [],
    seen: new Map(),
    watched: "no",
    backfill: true,
  };
  const rules = decideRules(findRules(shards, nodeId), request, repairId);
  if (rules === "full") return { kind: "refused", reason: "full" };
  const plan = planRules(input, shards, raw, { nodeId, rules, from, to });
  if (plan === "unknown") return { kind: "refused", reason: "unknown" };
  if (plan.needs.length > 0) return { kind: "needs", paths: plan.needs };
  const repair: Repair = { v: 1, networkId, from, to, action, by: uid, at: now };
  const entry: AccessLogEntry = {
    v: 1,
    at: now,
    who: uid,
    act: "repair",
    nodeId,
    repair: { id: repairId, action, from, to },
  };
  const writes: Write[] = [
    ...plan.writes,
    { kind: "create", path: paths.repair(nodeId, repairId), data: repair },
    { kind: "create", path: paths.accessLog(networkId, repairId), data: entry },
  ];
  return { kind: "planned", shards: plan.shards, writes };
}
