import type { NodeId } from "@lastmeter/model/ids";
import type { LinkHealth } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { useMemo } from "react";
import { useBucket } from "../../data/buckets.ts";
import { peekLive, useHealth } from "../../data/home-data.ts";
import { phoneOnline } from "../../data/resume.ts";
import { useUid } from "../../data/session.ts";
import { toChartSubject } from "../../lib/chart-subject.ts";
import { toHeldUntil } from "../../lib/held.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { toDayInterval, toLocalDay } from "../../lib/local-day.ts";
import { useWatched } from "../../lib/value.ts";
import { holdNewest, type Quarter, toQuarters } from "./quarters.ts";
import { useNodeLive } from "./use-node.ts";

const QUARTER_MS = 900_000;
/** How often the running quarter is drawn anew. */
const REDRAW_MS = 15_000;
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
export function useToday(id: NodeId, node: Node, timeZone: string, link: LinkHealth | null): TodayChart {
  const live = useNodeLive(id);
  const uid = useUid();
  const health = useHealth()?.get(id)?.health ?? null;
  const online = useWatched(phoneOnline);
  const step = useLiveValue((now) => Math.floor(now / REDRAW_MS) + (peekLive(uid).from === "server" ? 0.5 : 0));
  const day = useLiveValue((now) => toLocalDay(now, timeZone));
  const round = useLiveValue(toRound);
  const { slots, failed } = useBucket(id, "quarter", day, round);
  return useMemo(() => {
    const interval = toDayInterval(day, timeZone);
    const subject = toChartSubject(node);
    if (slots === null || subject === null) return { ...interval, quarters: null, failed };
    const stored = toQuarters(node, subject, slots, interval);
    const [now, current] = [Math.floor(step) * REDRAW_MS, online && step % 1 !== 0];
    const until = toHeldUntil({ now, link, current }, health, live());
    return { ...interval, quarters: holdNewest(stored, subject, live(), Math.min(until, now)), failed };
  }, [day, timeZone, node, slots, failed, step, online, link, health, live]);
}
