import { paths } from "@lastmeter/model/paths";
import type { Rule } from "@lastmeter/model/rule";
import { forgetOthers } from "../alarms/open-alarms.ts";
import { planAlarms, toEffective } from "../alarms/plan-alarms.ts";
import { toCreation } from "../commands/command-writes.ts";
import { forgetCauses } from "../commands/open-commands.ts";
import type { Write } from "../platform/writes.ts";
import type { Protocol } from "../protocols/protocol.ts";
import type { CompiledRule, CompiledSet } from "../rules-engine/compile.ts";
import { noEngineState, parseEngineState, toEngineBytes } from "../rules-engine/engine-state.ts";
import type { Fact } from "../rules-engine/facts.ts";
import { planRules } from "../rules-engine/plan-rules.ts";
import { toMemories } from "../rules-engine/seed.ts";
import { isManager, isOfHome, type RuleGround } from "./ground.ts";
import { toKnown } from "./known.ts";
import { isSameSet, planSet, type SetPlan, toSetWrite } from "./plan-set.ts";
import type { RulesStore, StoredGround } from "./rules.store.ts";

export interface RulesContext {
  readonly store: RulesStore;
  readonly now: number;
  readonly protocolFor: (kind: RuleGround["kind"]) => Protocol;
  /** What budgets have to count that begin in the middle of their period. */
  readonly readPast: (
    rules: readonly CompiledRule[],
    ground: RuleGround,
    compiled: CompiledSet,
  ) => Promise<ReadonlyMap<string, readonly Fact[]>>;
}

/** What rules of a network come to, with what that brings about at once, in one commit. */
export async function applyRules(
  { store, now, protocolFor, readPast }: RulesContext,
  stored: StoredGround,
  ground: RuleGround,
  writes: readonly Write[],
): Promise<SetPlan | "conflict"> {
  const { read, directory } = stored;
  const plan = planSet(ground, { directory, protocol: protocolFor(ground.kind), now });
  const ruleWrites = toRuleWrites(stored.ground, plan.rules);
  const stood = read.link.alarms ?? {};
  const open = forgetOthers(stood, (uid) => isOfHome(ground, uid));
  const isSame = isSameSet(stored.ground.set, plan.set) && open === stood;
  if (isSame && ruleWrites.length + writes.length === 0) return plan;
  const before = read.rules === null ? noEngineState : parseEngineState(read.rules);
  const fresh = plan.compiled.rules.filter(({ ruleId, version }) => before.rules[ruleId]?.version !== version);
  const isOther = plan.compiled.rules.some(({ ruleId, about }) => `${before.rules[ruleId]?.about}` !== `${about}`);
  const [shards, past] = await Promise.all([
    isOther || fresh.length > 0 ? store.readShards(stored) : new Map(),
    fresh.length > 0 ? readPast(fresh, ground, plan.compiled) : new Map(),
  ]);
  const known = toKnown(shards, plan.compiled.nodes, past);
  const isThere = (ruleId: string) => plan.rules.has(ruleId);
  const rules = await planRules({
    networkId: ground.networkId,
    compiled: plan.compiled,
    before,
    facts: [],
    now,
    commands: read.link.commands,
    isRevoked: read.link.revoked,
    isThere,
    seed: (rule) => toMemories(rule, known, now),
    readManagers: async () => toManagers(ground),
  });
  const changes = toEffective(open, rules.alarms);
  const managers = toManagers(ground);
  const alarms = await planAlarms({ networkId: ground.networkId, open, managers, now }, changes);
  const { version, interestVersion } = plan.set;
  const outcome = await store.commit(stored, {
    link: {
      ...read.link,
      rules: { version, interestVersion, isPrompt: plan.isPrompt },
      ...(rules.commands && { commands: forgetCauses(rules.commands, isThere) }),
      ...(changes.length === 0 && open === stood ? {} : { alarms: alarms.open }),
    },
    rules: { bytes: toEngineBytes(rules.state), dueAt: rules.clockDueAt },
    writes: [
      ...writes,
      ...ruleWrites,
      toSetWrite(ground.networkId, plan.set),
      ...toRing(stored, plan),
      ...[...rules.created].map(([id, command]) => toCreation(ground.networkId, id, command)),
      ...(rules.ring === null ? [] : [rules.ring]),
      ...rules.writes,
      ...alarms.writes,
    ],
  });
  return outcome === "conflict" ? "conflict" : plan;
}

/** The gateway is to hear at once what it is to tell at once. */
function toRing({ ground: { networkId, set }, read }: StoredGround, plan: SetPlan): Write[] {
  const isNews = set?.interestVersion !== plan.set.interestVersion || read.link.rules?.isPrompt !== plan.isPrompt;
  const data = { rules: plan.set.version };
  return isNews ? [{ kind: "replaceFields", path: paths.doorbell(networkId), data, fields: ["rules"] }] : [];
}

const toManagers = (ground: RuleGround) => [
  ...new Set(
    [ground.ownerId, ...ground.grants.map(({ principalId }) => principalId)].filter((uid) => isManager(ground, uid)),
  ),
];

/** Rules whose documents differ. What the engine writes of them stays the engine's. */
function toRuleWrites({ networkId, rules: before }: RuleGround, after: ReadonlyMap<string, Rule>): Write[] {
  const changed = [...after].filter(([id, rule]) => JSON.stringify(rule) !== JSON.stringify(before.get(id)));
  const gone = [...before.keys()].filter((id) => !after.has(id));
  return [
    ...changed.map(([id, { lastFiredAt: _, fired: __, ...data }]): Write => {
      return { kind: "replaceFields", path: paths.rule(networkId, id), data, fields: Object.keys(data) };
    }),
    ...gone.map((id): Write => ({ kind: "delete", path: paths.rule(networkId, id) })),
  ];
}
