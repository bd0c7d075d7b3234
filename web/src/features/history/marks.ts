import { type DecidedStretch, decideStretches, type Repair } from "@lastmeter/model/repair";
import type { Interval } from "@lastmeter/model/time";
import type { Mark } from "../../ui/mark.ts";
import type { Bar, History } from "./history.ts";

/** What holds of a node's past, from all that was ever decided of it. */
export function toStretches(repairs: ReadonlyMap<string, Repair> | null): readonly DecidedStretch[] {
  return [...(repairs ?? [])]
    .sort(([a, one], [b, other]) => one.at - other.at || a.localeCompare(b))
    .reduce<readonly DecidedStretch[]>((stretches, [id, repair]) => decideStretches(stretches, repair, id), []);
}

export function overlaps(stretch: { from: number; to: number }, { startAt, endAt }: Interval): boolean {
  return stretch.from < endAt && startAt < stretch.to;
}

function toMark(bar: Bar, stretches: readonly DecidedStretch[]): Mark | undefined {
  const decided = stretches.filter((stretch) => overlaps(stretch, bar));
  if (decided.some(({ action }) => action === "exclude")) return "exclude";
  if (bar.certainty === "suspect") return "suspect";
  return decided.length > 0 ? "accept" : undefined;
}

/** Tells of each bar what was decided of it, or that it is doubtful. */
export function markHistory(history: History, stretches: readonly DecidedStretch[]): History {
  return { ...history, bars: history.bars.map((bar) => ({ ...bar, mark: toMark(bar, stretches) })) };
}

/** Where readings look impossible; neighbours are one. */
export function findSuspects({ bars }: History): Interval[] {
  const runs: Interval[] = [];
  for (const { startAt, endAt, mark } of bars) {
    if (mark !== "suspect") continue;
    const last = runs.at(-1);
    if (last?.endAt === startAt) runs[runs.length - 1] = { ...last, endAt };
    else runs.push({ startAt, endAt });
  }
  return runs;
}
