import type { NetworkId } from "@lastmeter/model/ids";
import type { Directory } from "../protocols/protocol.ts";
import { type CompiledSet, compileRules } from "../rules-engine/compile.ts";
import { type EngineState, noEngineState, parseEngineState, toEngineBytes } from "../rules-engine/engine-state.ts";
import { planRules } from "../rules-engine/plan-rules.ts";
import { toFacts } from "../rules-engine/to-facts.ts";
import type { LinkContext } from "./context.ts";
import type { LinkRecord } from "./link-record.ts";
import type { PlannedUplink, UplinkFacts } from "./plan-batch.ts";

/**
 * The plan with what the batch means to the network's rules. Nothing is read where there are none, or they are in memory. Readings are
 * stored whatever befalls rules.
 */
export async function withRules(
  context: LinkContext,
  planned: PlannedUplink,
  facts: UplinkFacts,
): Promise<PlannedUplink | "conflict"> {
  try {
    return await applyFacts(context, planned, facts);
  } catch (cause) {
    context.log.error("link.rules_failed", { networkId: facts.networkId }, cause);
    return planned;
  }
}

async function applyFacts(
  context: LinkContext,
  planned: PlannedUplink,
  { networkId, read, now }: UplinkFacts,
): Promise<PlannedUplink | "conflict"> {
  const { told, directory, link } = planned;
  if (told === null || directory === null || link.rules === undefined) return planned;
  const compiled = await loadRules(context, networkId, link.rules, directory);
  if (compiled === "conflict") return "conflict";
  const plan = await planRules({
    networkId,
    compiled,
    before: loadState(context, networkId, read.rules),
    facts: toFacts(compiled, told, now),
    now,
    commands: link.commands,
    isRevoked: link.revoked,
    readManagers: () => context.store.readManagers(networkId, now),
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
): Promise<CompiledSet | "conflict"> {
  const known = compiledFor.get(directory);
  if (known?.set.version === version) return known;
  const id = `${networkId}|${version}`;
  const set = ruleSets.get(id) ?? (await store.readRuleSet(networkId));
  if (set === null) throw new Error("rules without a rule set");
  if (set.version !== version) return "conflict";
  ruleSets.set(id, set);
  const compiled = compileRules(set, new Map(Object.values(directory.nodes).map((node) => [node.nodeId, node])));
  compiledFor.set(directory, compiled);
  return compiled;
}

/** One network's each; a directory that was not committed is forgotten with what was made for it. */
const compiledFor = new WeakMap<Directory, CompiledSet>();
