import { type NetworkId, networkIdSchema } from "@lastmeter/model/ids";
import { type Firestore, Timestamp } from "firebase-admin/firestore";
import { readManagers } from "../alarms/managers.store.ts";
import { planAlarms, toEffective } from "../alarms/plan-alarms.ts";
import { toCreation } from "../commands/command-writes.ts";
import { createLinkStore, type LinkStore } from "../link/link.store.ts";
import type { Log } from "../platform/log.ts";
import { compileRules } from "../rules-engine/compile.ts";
import { noEngineState, parseEngineState, toEngineBytes } from "../rules-engine/engine-state.ts";
import { planRules } from "../rules-engine/plan-rules.ts";
import { parseRuleSet } from "../rules-engine/rule-set.ts";

/** As many as one minute handles; the rest is due in the next. */
const SWEEP_MAX = 500;
const AT_ONCE = 10;
/** A watched home commits once a second. */
const ATTEMPTS_MAX = 5;

/** Rules for which the clock has something: schedules, prices, ends of cool-downs and budgets. @returns how many networks. */
export async function sweepRules(db: Firestore, log: Log, now: number): Promise<number> {
  const due = await db
    .collectionGroup("state")
    .where("rulesDueAt", "<=", Timestamp.fromMillis(now))
    .select()
    .limit(SWEEP_MAX)
    .get();
  const networks = due.docs.map(({ ref }) => networkIdSchema.parse(ref.parent.parent?.id));
  let done = 0;
  for (let at = 0; at < networks.length; at += AT_ONCE) {
    const results = await Promise.all(networks.slice(at, at + AT_ONCE).map((each) => sweepOne(db, log, each, now)));
    done += results.filter(Boolean).length;
  }
  return done;
}

/** One that fails keeps nobody else waiting: it is due again in a minute. */
async function sweepOne(db: Firestore, log: Log, networkId: NetworkId, now: number): Promise<boolean> {
  try {
    const links = createLinkStore(db);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const outcome = await evaluateNetwork(db, links, networkId, now);
      if (outcome !== "conflict") return outcome === "committed";
    }
  } catch (cause) {
    log.error("tick.rules_failed", { networkId }, cause);
  }
  return false;
}

async function evaluateNetwork(db: Firestore, links: LinkStore, networkId: NetworkId, now: number) {
  const read = await links.readLink(networkId);
  if (!read?.link.rules) return "none";
  const [packed, directory] = await Promise.all([links.readRuleSet(networkId), links.readDirectory(networkId)]);
  const set = packed && parseRuleSet(packed);
  if (set === null || directory === null || set.version !== read.link.rules.version) return "conflict";
  const { link } = read;
  const plan = await planRules({
    networkId,
    compiled: compileRules(set, new Map(Object.values(directory.nodes).map((node) => [node.nodeId, node]))),
    before: read.rules === null ? noEngineState : parseEngineState(read.rules),
    facts: [],
    now,
    commands: link.commands,
    isRevoked: link.revoked,
    readManagers: () => readManagers(db, networkId, now),
  });
  const open = link.alarms ?? {};
  const changes = toEffective(open, plan.alarms);
  const managers = changes.length === 0 ? [] : await readManagers(db, networkId, now);
  const alarms = await planAlarms({ networkId, open, managers, now }, changes);
  return links.commit(networkId, {
    read,
    link: {
      ...link,
      ...(plan.commands === undefined ? {} : { commands: plan.commands }),
      ...(changes.length === 0 ? {} : { alarms: alarms.open }),
    },
    offlineAt: null,
    shards: new Map(),
    readShards: new Map(),
    writes: [
      ...[...plan.created].map(([id, command]) => toCreation(networkId, id, command)),
      ...(plan.ring === null ? [] : [plan.ring]),
      ...plan.writes,
      ...alarms.writes,
    ],
    rules: { bytes: toEngineBytes(plan.state), dueAt: plan.clockDueAt },
  });
}
