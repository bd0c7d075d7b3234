import type { NetworkId } from "@lastmeter/model/ids";
import type { OutlookFact } from "@lastmeter/model/outlook";
import { noOutlook, withOutlookFacts } from "../rules-engine/outlook.ts";
import { applyRules, type RulesContext } from "./apply-rules.ts";

const ATTEMPTS_MAX = 8;

/**
 * Brings what a network's rules come to up to date with its nodes, grants and tariffs, and with what providers told. Safe to repeat;
 * nothing is written where nothing changes. @throws where batches come between each time: to be called again
 */
export async function followNetwork(
  context: RulesContext,
  networkId: NetworkId,
  facts: readonly OutlookFact[] = [],
): Promise<void> {
  if (facts.length === 0 && !(await context.store.hasRules(networkId))) return;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const stored = await context.store.readGround(networkId, null, context.now);
    if (stored === null) return;
    const { ground } = stored;
    const outlook = withOutlookFacts(ground.set?.outlook ?? noOutlook, facts, context.now);
    const applied = await applyRules(context, stored, { ...ground, outlook }, []);
    if (applied !== "conflict") return;
  }
  throw new Error("rules could not follow: contended");
}
