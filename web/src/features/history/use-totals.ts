import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import type { Interval } from "@lastmeter/model/time";
import { useMemo } from "react";
import { toLocalDay } from "../../lib/local-day.ts";
import { useHistory } from "./use-history.ts";

/** The totals a decision about a stretch touches. */
export interface Totals {
  readonly day: Total;
  readonly month: Total;
}

export interface Total {
  /** A local day `2026-11-22` of it. */
  readonly date: string;
  /** Wh; null: nothing is known. */
  readonly wh: number | null;
  /** When it was read, by the phone's clock; null while it loads. */
  readonly readAt: number | null;
}

/** The day a stretch begins in, and its month. */
export function useTotals(
  { startAt }: Interval,
  node: readonly [NodeId, Node],
  network: Network,
  round: string,
): Totals {
  const [id] = node;
  const date = toLocalDay(startAt, network.timeZone);
  const view = { date, node: id, table: false, raw: false, channel: null };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a node is changes seldom, its place in the list does not matter
  const nodes = useMemo(() => [node], [id, node[1]]);
  const day = useHistory({ ...view, period: "day" }, network, nodes, round);
  const month = useHistory({ ...view, period: "month" }, network, nodes, round);
  const toTotal = ({ history, readAt }: typeof day): Total => ({
    date,
    wh: history === null ? null : history.total[history.main],
    readAt: history === null ? null : readAt,
  });
  return { day: toTotal(day), month: toTotal(month) };
}
