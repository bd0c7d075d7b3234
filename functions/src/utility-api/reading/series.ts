import type { Slot } from "@lastmeter/model/series";
import { type SlotResolution, toSlotInterval } from "@lastmeter/model/time";
import { type Figure, type Measure, missing } from "./measure.ts";

export interface FigureAt extends Figure {
  readonly from: number;
  readonly to: number;
}

/**
 * One figure for each slot that is over, whether something is stored of it or not. @param starts of the slots. @param slots stored ones, of
 * which others than these may be among.
 */
export function toFigures(
  measure: Measure,
  starts: readonly number[],
  slots: ReadonlyMap<number, Slot>,
  {
    resolution,
    timeZone,
    now,
  }: { readonly resolution: SlotResolution; readonly timeZone: string; readonly now: number },
): FigureAt[] {
  return starts.flatMap((from) => {
    const slot = slots.get(from);
    const to = slot?.endAt ?? toSlotInterval(resolution, from, timeZone).endAt;
    if (to > now) return [];
    return [{ from, to, ...(slot ? measure.toFigure(slot) : missing) }];
  });
}

export const byStart = (slots: readonly Slot[]): ReadonlyMap<number, Slot> =>
  new Map(slots.map((slot) => [slot.startAt, slot]));
