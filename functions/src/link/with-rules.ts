import type { NetworkId } from "@lastmeter/model/ids";
import type { Directory } from "../protocols/protocol.ts";
import { type CompiledSet, compileRules } from "../rules-engine/compile.ts";
import {
  type EngineState,
  noEngineState,
  parseEngineState,
  toDueAt,
  toEngineBytes,
} from "../rules-engine/engine-state.ts";
import { planRules } from "../rules-engine/plan-rules.ts";
import { parseRuleSet, type RuleSet } from "../rules-engine/rule-set.ts";
import { toFacts } from "../rules-engine/to-facts.ts";
import type { LinkContext } from "./context.ts";
import type { LinkRecord } from "./link-record.ts";
import type { PlannedUplink, UplinkFacts } from "./plan-batch.ts";

type RulesFacts = Omit<UplinkFacts, "uplink" | "link">;
type Read = <T>(what: Promise<T>) => Promise<T>;

/**
 * The plan with what the batch means to the network's rules. Nothing is read where there are none, or they are in memory. Readings are
 * stored whatever a rule comes to; where it cannot be known what rules there are, or whom they tell, nothing is: the gateway sends the
 * same again. @throws what a read throws
 */
export async function withRules(
  context: LinkContext,
  planned: PlannedUplink,
  facts: RulesFacts,
): Promise<PlannedUplink | "conflict"> {
  let isUnread = false;
  const read: Read = async (what) => {
    try {
      return await what;
    } catch (cause) {
      isUnread = true;
      throw cause;
    }
  };
  try {
    return await applyFacts(context, planned, facts, read);
  } catch (cause) {
    if (isUnread) throw cause;
    context.log.error("link.rules_failed", { networkId: facts.networkId }, cause);
    return planned;
  }
}

async function applyFacts(
  context: LinkContext,
  planned: PlannedUplink,
  { networkId, read: stored, now }: RulesFacts,
  read: Read,
): Promise<PlannedUplink | "conflict"> {
  const { told, directory, link } = planned;
  if (link.rules === undefined) return planned;
  const before = loadState(context, networkId, stored.rules);
  // A batch that came twice, or was refused, changes nothing about when something will have lasted.
  if (told === null || directory === null) return { ...planned, lastsAt: toDueAt(before, "told") };
  const compiled = await loadRules(context, networkId, link.rules, directory, read);
  if (compiled === "conflict") return "conflict";
  const plan = await planRules({
    networkId,
    compiled,
    before,
    facts: toFacts(compiled, told, now),
    now,
    commands: link.commands,
    isRevoked: link.revoked,
    readManagers: () => read(context.store.readManagers(networkId, now)),
  });
  const bytes = toEngineBytes(plan.state);
  context.engineStates.set(networkId, { bytes, state: plan.state });
  return {
    ...planned,
    link: plan.commands === undefined ? link : { ...link, commands: plan.commands },
    rules: { bytes, dueAt: plan.clockDueAt },
    compiled,
    lastsAt: plan.toldDueAt,
    alarms: [...planned.alarms, ...plan.alarms],
    writes: [...planned.writes, ...plan.writes],
    created: plan.created,
  };
}

/** From memory where the same is stored, whether or not it was this instance that committed it. */
function loadState({ engineStates }: LinkContext, networkId: NetworkId, stored: Uint8Array | null): EngineState {
  if (stored === null) return noEngineState;
  const known = engineStates.get(networkId);
  return known && Buffer.compare(known.bytes, stored) === 0 ? known.state : parseEngineState(stored);
}

/** From memory while the record names its version. `conflict`: it moved on since the record was read. */
async function loadRules(
  { store, ruleSets }: LinkContext,
  networkId: NetworkId,
  { version }: NonNullable<LinkRecord["rules"]>,
  directory: Directory,
  read: Read,
): Promise<CompiledSet | "conflict"> {
  const known = compiledFor.get(directory);
  if (known?.set.version === version) return known;
  const id = `${networkId}|${version}`;
  const set = ruleSets.get(id) ?? toSet(await read(store.readRuleSet(networkId)));
  if (set.version !== version) return "conflict";
  ruleSets.set(id, set);
  const compiled = compileRules(set, new Map(Object.values(directory.nodes).map((node) => [node.nodeId, node])));
  compiledFor.set(directory, compiled);
  return compiled;
}

function toSet(packed: Uint8Array | null): RuleSet {
  if (packed === null) throw new Error("rules without a rule set");
  return parseRuleSet(packed);
}

/** One network's each; a directory that was not committed is forgotten with what was made for it. */
const compiledFor = new WeakMap<Directory, CompiledSet>();
