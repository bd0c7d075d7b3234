import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { useMemo } from "react";
import { useBucket } from "../../data/buckets.ts";
import { toDayInterval, toLocalDay } from "../../lib/local-day.ts";
import { useLiveValue } from "../../ui/live.tsx";
import { type Quarter, toChartSubject, toQuarters } from "./quarters.ts";

const QUARTER_MS = 900_000;
/** A quarter's slot is written when the first reading of the next one arrives; asked for again a little later, three times. */
const AGAIN_MS = [20_000, 90_000, 330_000] as const;

/** The round of reading: rises shortly after each quarter-hour. */
function toRound(now: number): number {
  const since = now % QUARTER_MS;
  return Math.floor(now / QUARTER_MS) * 4 + AGAIN_MS.filter((wait) => since >= wait).length;
}

export interface TodayChart {
  readonly quarters: readonly Quarter[] | null;
  readonly startAt: number;
  readonly endAt: number;
  readonly failed: boolean;
}

/** Today's quarter-hours of a node, in the home's day. */
export function useToday(id: NodeId, node: Node, timeZone: string): TodayChart {
  const day = useLiveValue((now) => toLocalDay(now, timeZone));
  const round = useLiveValue(toRound);
  const { slots, failed } = useBucket(id, "quarter", day, round);
  return useMemo(() => {
    const interval = toDayInterval(day, timeZone);
    const subject = toChartSubject(node);
    const quarters = slots === null || subject === null ? null : toQuarters(node, subject, slots, interval);
    return { ...interval, quarters, failed };
  }, [day, timeZone, node, slots, failed]);
}
