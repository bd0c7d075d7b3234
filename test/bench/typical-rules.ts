import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { RuleDraft } from "@lastmeter/model/rule";
import type { LinkBench } from "../flows/link-bench.ts";
import { saveRule, toRule } from "../flows/rules-bench.ts";
import { readNodes } from "../support/stored.ts";

const daily = [1, 2, 3, 4, 5, 6, 7];

/** Ten rules as a home has them, about its first four nodes; what `createPlugs` draws crosses their limits a few times a day. */
function toTypicalRules(nodeIds: readonly NodeId[]): RuleDraft[] {
  const node = (index: number) => ({ of: "node" as const, nodeId: nodeIds[index % nodeIds.length] as NodeId });
  const above = (index: number, limit: number, forMs: number): RuleDraft["when"] => {
    return { kind: "value", subject: node(index), is: "above", limit, hysteresis: 20, forMs };
  };
  const evening = {
    kind: "during" as const,
    from: { by: "clock" as const, time: "18:00" },
    to: { by: "clock" as const, time: "23:00" },
    weekdays: daily,
  };
  const tell = { do: "notify" as const, severity: "info" as const, to: null, text: "" };
  const raise = { do: "alarm" as const, severity: "warning" as const, title: null };
  const whens: RuleDraft["when"][] = [
    above(0, 2000, 60_000),
    above(1, 1990, 0),
    above(2, 1900, 600_000),
    { ...above(3, 3, 3_600_000), is: "below" } as RuleDraft["when"],
    { kind: "finished", subject: node(0), above: 200, below: 20, forMs: 300_000 },
    { kind: "silent", nodeId: node(1).nodeId, forMs: 3_600_000 },
    { kind: "budget", subject: node(2), measure: "drawn", period: "month", limit: 300_000, percent: 80 },
    { kind: "price", flow: "import", is: "above", limit: 300_000 },
    { kind: "schedule", at: { by: "clock", time: "07:00" }, weekdays: daily },
    above(3, 1900, 0),
  ];
  return whens.map((when, index) =>
    toRule({ when, actions: index % 2 === 0 ? [raise] : [tell], onlyIf: index === 9 ? evening : null }),
  );
}

export async function saveTypicalRules({ db, time }: LinkBench, networkId: NetworkId): Promise<void> {
  const nodes = await readNodes(db, networkId);
  const nodeIds = nodes.map(({ id }) => id).sort();
  for (const rule of toTypicalRules(nodeIds.slice(0, 4))) await saveRule(db, networkId, rule, time.now);
}
