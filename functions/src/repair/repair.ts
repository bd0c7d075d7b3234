import { type RepairResult, repairRequestSchema } from "@lastmeter/model/repair";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import { planRepair, type RepairFacts, type RepairPlan } from "./plan-repair.ts";
import type { RepairStore } from "./repair.store.ts";

const ATTEMPTS_MAX = 5;
/** Each round reads twice as many days. */
const ROUNDS_MAX = 40;

export interface RepairContext {
  readonly store: RepairStore;
  readonly now: number;
  readonly repairId: string;
}

/** An owner's decision about a stretch of a node's past. A stranger is told what is told of a node that is not there. @throws AppError */
export async function handleRepair(
  { store, now, repairId }: RepairContext,
  { uid }: Caller,
  data: unknown,
): Promise<RepairResult> {
  const request = parseRequest(repairRequestSchema, data);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const ground = await store.readGround(request.nodeId, uid);
    if (ground === null) throw new AppError("not_found", "no such node of this owner");
    const plan = await planWithRaw(store, { ...ground, request, uid, now, repairId });
    if (plan.kind === "refused") throw new AppError("not_repairable", plan.reason);
    if ((await store.commit(ground, plan.shards, plan.writes)) === "committed") return { repairId };
  }
  throw new AppError("unavailable", "contended", 2);
}

async function planWithRaw(store: RepairStore, facts: RepairFacts): Promise<Exclude<RepairPlan, { kind: "needs" }>> {
  const raw = new Map<string, Readonly<Record<string, Uint8Array>> | null>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const plan = planRepair(facts, raw);
    if (plan.kind !== "needs") return plan;
    for (const [path, d] of await store.readRaw(plan.paths)) raw.set(path, d);
  }
  return { kind: "refused", reason: "unknown" };
}
