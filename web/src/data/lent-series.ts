import { paths } from "@lastmeter/model/paths";
import type { Slot } from "@lastmeter/model/series";
import type { SlotResolution } from "@lastmeter/model/time";
import { isReadable, type Lent } from "../lib/lent.ts";
import { useBuckets } from "./buckets.ts";

export interface LentSlots {
  /** Null while they load. */
  readonly slots: readonly Slot[] | null;
  readonly failed: boolean;
  /** The asked buckets begin before what was granted. */
  readonly closed: boolean;
}

/** The slots of buckets of a lent node, from its copies where the grant is limited to channels. `round` asks again. */
export function useLentSlots(
  { nodeId, view, historyFrom }: Lent,
  resolution: SlotResolution,
  bucketIds: readonly string[],
  round: number,
): LentSlots {
  const open = bucketIds.filter((bucketId) => isReadable(bucketId, historyFrom));
  const wanted = open.map((bucketId) =>
    view === null ? paths.bucket(nodeId, resolution, bucketId) : paths.viewBucket(nodeId, view, resolution, bucketId),
  );
  const buckets = [...useBuckets(wanted, round).values()];
  const known = buckets.flatMap(({ slots }) => (slots === null ? [] : [slots]));
  const waiting = buckets.some(({ slots, failed }) => slots === null && !failed);
  return {
    slots: waiting ? null : known.flat(),
    failed: known.length === 0 && buckets.some(({ failed }) => failed),
    closed: open.length === 0,
  };
}
