import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { paths } from "@lastmeter/model/paths";
import type { FieldError } from "@lastmeter/model/problem";
import { type Rule, type RuleDraft, type RuleVersion, ruleLimits } from "@lastmeter/model/rule";
import { toNodeIds } from "@lastmeter/model/rule-sentence";
import type { HomeTariff, Tariff } from "@lastmeter/model/tariff";
import type { Write } from "../platform/writes.ts";
import type { RuleGround } from "./ground.ts";
import { toDraftErrors } from "./rule-faults.ts";

export type Change =
  | {
      readonly kind: "save";
      readonly ruleId: string;
      /** The version that was edited; null: a new rule. */
      readonly version: number | null;
      readonly rule: RuleDraft;
      readonly on: boolean;
    }
  | { readonly kind: "setOn"; readonly ruleId: string; readonly on: boolean }
  | { readonly kind: "remove"; readonly ruleId: string }
  | { readonly kind: "setTariff"; readonly tariffId: string; readonly tariff: Tariff | null };

export interface Actor {
  readonly uid: string;
  readonly label: string;
}

export type ChangePlan =
  | { readonly kind: "refused"; readonly reason: "not_found" | "forbidden" | "conflict" | "too_many" }
  | { readonly kind: "bad_request"; readonly errors: readonly FieldError[] }
  | {
      readonly kind: "planned";
      /** The ground as it is with the change. */
      readonly ground: RuleGround;
      /** The rule's version, the tariff, the entry in the access log; not the rule's own document. */
      readonly writes: readonly Write[];
    };

/** What a manager decides about the network's rules, before what they come to. */
export function planChange(ground: RuleGround, change: Change, who: Actor, now: number, entryId: string): ChangePlan {
  if (change.kind === "setTariff") return planTariff(ground, change, who, now, entryId);
  const before = ground.rules.get(change.ruleId);
  if (before === undefined && !(change.kind === "save" && change.version === null)) return refuse("not_found");
  if (before?.rule.editors === "owner" && who.uid !== ground.ownerId) return refuse("forbidden");
  const rules = new Map(ground.rules);
  const entry = (what: string, rule: RuleDraft): Write => toEntry(ground, who, now, entryId, { what, rule });
  switch (change.kind) {
    case "remove":
      rules.delete(change.ruleId);
      return {
        kind: "planned",
        ground: { ...ground, rules },
        writes: before ? [entry("rule removed", before.rule)] : [],
      };
    case "setOn": {
      if (before === undefined) return refuse("not_found");
      // What stood in its way may be gone; what still does stops it again.
      rules.set(change.ruleId, { ...before, on: change.on, stopped: null });
      const what = change.on ? "rule on" : "rule off";
      return { kind: "planned", ground: { ...ground, rules }, writes: [entry(what, before.rule)] };
    }
    case "save": {
      if ((before?.version ?? null) !== change.version) return refuse("conflict");
      if (before === undefined && ground.rules.size >= ruleLimits.rules) return refuse("too_many");
      const errors = toDraftErrors(change.rule, ground);
      if (errors.length > 0) return { kind: "bad_request", errors };
      const saved = toSaved(ground, change, before, who, now);
      rules.set(change.ruleId, saved);
      const { version, rule } = saved;
      const data: RuleVersion = { v: 1, version, rule, by: who.uid, byLabel: who.label, at: now };
      const path = paths.ruleVersion(ground.networkId, change.ruleId, version);
      return {
        kind: "planned",
        ground: { ...ground, rules },
        writes: [{ kind: "create", path, data }, entry("rule saved", rule)],
      };
    }
  }
}

const refuse = (reason: Extract<ChangePlan, { kind: "refused" }>["reason"]): ChangePlan => ({
  kind: "refused",
  reason,
});

function toSaved(
  { networkId }: RuleGround,
  { rule, on }: Extract<Change, { kind: "save" }>,
  before: Rule | undefined,
  who: Actor,
  now: number,
): Rule {
  return {
    v: 1,
    networkId,
    version: (before?.version ?? 0) + 1,
    rule,
    on,
    stopped: null,
    promptness: "atOnce",
    by: who.uid,
    byLabel: who.label,
    at: now,
    createdAt: before?.createdAt ?? now,
    ...(before?.lastFiredAt === undefined ? {} : { lastFiredAt: before.lastFiredAt }),
    ...(before?.fired === undefined ? {} : { fired: before.fired }),
  };
}

/** From now on; what was in force until now keeps its past. */
function planTariff(
  ground: RuleGround,
  { tariffId, tariff }: Extract<Change, { kind: "setTariff" }>,
  who: Actor,
  now: number,
  entryId: string,
): ChangePlan {
  // On the grid of quarter-hours, as all prices are.
  const from = Math.floor(now / 900_000) * 900_000;
  const ended = ground.tariffs.flatMap((each) => (each.source === null && each.until === null ? [each] : []));
  const rest = ground.tariffs.filter((each) => !ended.includes(each));
  const added: HomeTariff[] =
    tariff === null ? [] : [{ v: 1, id: tariffId, tariff, from, until: null, source: null, by: who.uid, at: now }];
  const closed = ended.map((each) => ({ ...each, until: Math.max(from, each.from) }));
  const tariffs = [...rest, ...closed, ...added];
  const entry = toEntry(ground, who, now, entryId, {
    what: tariff === null ? "tariff removed" : "tariff set",
    rule: null,
  });
  const writes: Write[] = [...closed, ...added].map((data) => ({
    kind: "replaceFields",
    path: paths.tariff(ground.networkId, data.id),
    data,
    fields: Object.keys(data),
  }));
  return { kind: "planned", ground: { ...ground, tariffs }, writes: [...writes, entry] };
}

function toEntry(
  { networkId }: RuleGround,
  { uid, label }: Actor,
  now: number,
  entryId: string,
  { what, rule }: { readonly what: string; readonly rule: RuleDraft | null },
): Write {
  const nodeIds = rule === null ? [] : toNodeIds(rule);
  const entry: AccessLogEntry = {
    v: 1,
    at: now,
    who: uid,
    whoLabel: label,
    ...(nodeIds.length === 0 ? {} : { nodeIds }),
    act: "configuration",
    what,
    ...(rule?.name ? { value: rule.name } : {}),
  };
  return { kind: "create", path: paths.accessLog(networkId, entryId), data: entry };
}
