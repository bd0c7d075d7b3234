import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { DecidedStretch, Repair, RepairAction } from "@lastmeter/model/repair";
import type { Interval } from "@lastmeter/model/time";
import { useMemo, useState } from "react";
import { useRepairs } from "../../data/repairs.ts";
import { useUid } from "../../data/session.ts";
import { toStretches } from "./marks.ts";

/** Correcting a node's past: what was decided of it, and what is being chosen. */
export interface RepairMode {
  /** Null: not this person's to decide, or the whole home is on show. */
  readonly node: NodeId | null;
  readonly decisions: ReadonlyMap<string, Repair>;
  readonly stretches: readonly DecidedStretch[];
  /** Changes whenever totals were computed again. */
  readonly round: string;
  readonly open: boolean;
  readonly chosen: Interval | null;
  readonly action: RepairAction;
  begin(chosen: Interval | null, action: RepairAction): void;
  setAction(action: RepairAction): void;
  /** By its ends. */
  setChosen(chosen: Interval | null): void;
  /** By a tap on a bar: the first, then the last one. */
  pick(bar: Interval): void;
  done(): void;
  close(): void;
}

interface Choice {
  readonly open: boolean;
  readonly chosen: Interval | null;
  /** One end is chosen by a tap: the next tap chooses the other. */
  readonly anchor: Interval | null;
  readonly action: RepairAction;
}

const closed: Choice = { open: false, chosen: null, anchor: null, action: "exclude" };

export function useRepair(
  network: Network,
  networkId: Parameters<typeof useRepairs>[0],
  nodeId: NodeId | null,
): RepairMode {
  const uid = useUid();
  const node = network.ownerId === uid ? nodeId : null;
  const decisions = useRepairs(networkId, node);
  const stretches = useMemo(() => toStretches(decisions), [decisions]);
  const [choice, setChoice] = useState(closed);
  const [finished, setFinished] = useState(0);
  return {
    node,
    decisions: decisions ?? new Map(),
    stretches,
    round: `${decisions?.size ?? 0} ${finished}`,
    ...choice,
    begin: (chosen, action) => setChoice({ open: true, chosen, anchor: null, action }),
    setAction: (action) => setChoice((before) => ({ ...before, action })),
    setChosen: (chosen) => setChoice((before) => ({ ...before, chosen, anchor: null })),
    pick: (bar) => setChoice((before) => toPicked(before, bar)),
    done: () => setFinished((count) => count + 1),
    close: () => setChoice(closed),
  };
}

function toPicked(before: Choice, { startAt, endAt }: Interval): Choice {
  const { anchor } = before;
  if (!anchor) return { ...before, chosen: { startAt, endAt }, anchor: { startAt, endAt } };
  const chosen = { startAt: Math.min(anchor.startAt, startAt), endAt: Math.max(anchor.endAt, endAt) };
  return { ...before, chosen, anchor: null };
}
