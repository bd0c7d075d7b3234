import { randomId } from "@lastmeter/model/ids";
import {
  type ReplayResult,
  type RuleSaved,
  type RulesRequest,
  rulesRequestSchema,
} from "@lastmeter/model/rule-request";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import { applyRules, type RulesContext } from "./apply-rules.ts";
import { isManager, type RuleGround } from "./ground.ts";
import { type Change, planChange } from "./plan-change.ts";

/** A watched home commits once a second. */
const ATTEMPTS_MAX = 8;

export interface RulesHandlers extends RulesContext {
  readonly replay: (ground: RuleGround, request: Extract<RulesRequest, { act: "replay" }>) => Promise<ReplayResult>;
}

/**
 * What managers decide about their rules. Everybody else is told what is told of a network that is not there.
 * @throws AppError not_found, forbidden, bad_request, conflict, too_many, unavailable
 */
export async function handleRules(
  context: RulesHandlers,
  { uid, verifiedEmail }: Caller,
  data: unknown,
): Promise<RuleSaved | ReplayResult | Record<string, never>> {
  const request = parseRequest(rulesRequestSchema, data);
  const { store, now } = context;
  const who = { uid, label: verifiedEmail ?? "" };
  const newId = randomId();
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const stored = await store.readGround(request.networkId, uid, now);
    if (stored === null || !isManager(stored.ground, uid))
      throw new AppError("not_found", "no network of this manager");
    if (request.act === "replay") return context.replay(stored.ground, request);
    const change = toChange(request, newId);
    const plan = planChange(stored.ground, change, who, now, randomId());
    if (plan.kind === "bad_request") throw new AppError("bad_request", "rule", null, plan.errors);
    if (plan.kind === "refused") throw new AppError(plan.reason, "rule");
    const applied = await applyRules(context, stored, plan.ground, plan.writes);
    if (applied === "conflict") continue;
    if (change.kind === "remove") await store.removeRule(request.networkId, change.ruleId);
    const rule = "ruleId" in change ? applied.rules.get(change.ruleId) : undefined;
    if (change.kind !== "save" || rule === undefined) return {};
    return { ruleId: change.ruleId, version: rule.version, promptness: rule.promptness };
  }
  throw new AppError("unavailable", "contended", 2);
}

function toChange(request: Exclude<RulesRequest, { act: "replay" }>, newId: string): Change {
  switch (request.act) {
    case "save": {
      const version = request.ruleId === null ? null : (request.version ?? 0);
      return { kind: "save", ...request, ruleId: request.ruleId ?? newId, version };
    }
    case "setOn":
      return { kind: "setOn", ...request };
    case "remove":
      return { kind: "remove", ...request };
    case "setTariff":
      return { kind: "setTariff", tariffId: newId, tariff: request.tariff };
  }
}
