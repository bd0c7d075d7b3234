import type { Node } from "@lastmeter/model/node";
import { toRole } from "../../lib/home-groups.ts";
import type { Span } from "../../lib/period.ts";
import type { HistoryNode } from "./history.ts";
import { toSpanAmount } from "./node-energy.ts";
import type { Moment } from "./record.ts";

/** One device's part of a span. */
export interface Share {
  readonly id: string;
  readonly node: Node;
  /** Given for what produces, drawn for all else; null: nothing is known. */
  readonly wh: number | null;
  readonly given: boolean;
  /** Of what the home used, 0 to 1; loads only. */
  readonly share: number | null;
  /** Name of the node whose meter counts this one already. */
  readonly insideOf: string | null;
}

export interface Shares {
  readonly nodes: readonly Share[];
  /** What the home used beyond its measured loads; null where that cannot be told. */
  readonly notMeasuredWh: number | null;
}

/** Every device with energy, greatest first, and what is left for those that have no meter. */
export function toShares(nodes: readonly HistoryNode[], usedWh: number | null, span: Span, moment: Moment): Shares {
  const names = new Map(nodes.map(({ id, node }) => [id, node.name]));
  let measuredWh = 0;
  const shares = nodes.map(({ id, node, record }): Share => {
    const role = toRole(node);
    const amount = toSpanAmount(record, span, moment);
    const given = role === "production";
    const wh = amount && (given ? amount.exportWh : amount.importWh);
    const outer = nodes.find((other) => other.id === node.inside);
    const insideOf = outer && toRole(outer.node) === "load" ? (names.get(outer.id) ?? null) : null;
    if (role === "load" && insideOf === null) measuredWh += wh ?? 0;
    const share = role === "load" && wh !== null && usedWh !== null && usedWh > 0 ? Math.min(1, wh / usedWh) : null;
    return { id, node, wh, given, share, insideOf };
  });
  shares.sort((a, b) => (b.wh ?? -1) - (a.wh ?? -1) || a.node.name.localeCompare(b.node.name));
  const rest = usedWh === null ? null : usedWh - measuredWh;
  const hasGrid = nodes.some(({ node }) => toRole(node) === "grid");
  return { nodes: shares, notMeasuredWh: hasGrid && rest !== null && rest > 0 ? rest : null };
}
