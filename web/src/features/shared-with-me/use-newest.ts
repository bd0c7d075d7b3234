import type { Slot } from "@lastmeter/model/series";
import { useLentSlots } from "../../data/lent-series.ts";
import { serverNow } from "../../lib/clock.ts";
import { findNewest, type Lent, toNewestBuckets, toNextAt, toSlotResolution } from "../../lib/lent.ts";
import { useLiveValue } from "../../lib/live-value.ts";

const HOUR_MS = 3_600_000;
/** A slot is written with the first report after its end: asked for again every few minutes. */
const AGAIN_MS = 300_000;
const LATE_MS = 30_000;

/** When to read again what may have got a new slot. */
export function useRound(resolution: Lent["resolution"]): number {
  const coarse = resolution === "day" || resolution === "month";
  return useLiveValue((now) => Math.floor((now - LATE_MS) / (coarse ? HOUR_MS : AGAIN_MS)));
}

export interface Newest {
  readonly slot: Slot | null;
  readonly loading: boolean;
  readonly failed: boolean;
  /** When the next value appears. */
  readonly nextAt: number;
}

/** The newest closed slot of the finest granted resolution. */
export function useNewest(lent: Lent): Newest {
  const resolution = toSlotResolution(lent.resolution);
  const { timeZone } = lent;
  const round = useRound(lent.resolution);
  const ids = useLiveValue((now) => toNewestBuckets(resolution, now, timeZone).join());
  const nextAt = useLiveValue((now) => toNextAt(resolution, now, timeZone));
  const { slots, failed } = useLentSlots(lent, resolution, ids.split(","), round);
  return { slot: findNewest(slots ?? [], serverNow()), loading: slots === null, failed, nextAt };
}
