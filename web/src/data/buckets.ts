import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { parseSlots, type Slot } from "@lastmeter/model/series";
import type { SlotResolution } from "@lastmeter/model/time";
import { get, set } from "idb-keyval";
import { useEffect, useState } from "react";
import { z } from "zod/mini";
import { loadFirestore } from "./client.ts";

const bucketSchema = z.object({ v: z.literal(1), d: z.record(z.string(), z.instanceof(Uint8Array)) });

export interface Bucket {
  /** Null while nothing is known; an empty list is a day without readings. */
  readonly slots: readonly Slot[] | null;
  readonly from: "none" | "snapshot" | "server";
  readonly failed: boolean;
}

function parseBucket(fields: unknown): readonly Slot[] | null {
  const parsed = bucketSchema.safeParse(fields);
  return parsed.success ? parseSlots(parsed.data.d) : null;
}

/** The slots of one bucket: last known first, then read once, and again whenever `round` changes. Costs one read. */
export function useBucket(nodeId: NodeId, resolution: SlotResolution, bucketId: string, round: number): Bucket {
  const path = paths.bucket(nodeId, resolution, bucketId);
  const [bucket, setBucket] = useState<Bucket & { path: string }>({ path, slots: null, from: "none", failed: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same path again
  useEffect(() => {
    let over = false;
    const show = (next: Bucket) => {
      if (!over)
        setBucket((before) =>
          next.slots === null && before.path === path ? { ...before, ...next, slots: before.slots } : { path, ...next },
        );
    };
    void (async () => {
      const kept = parseBucket(await get(path).catch(() => null));
      if (kept !== null) show({ slots: kept, from: "snapshot", failed: false });
      try {
        const fields = await (await loadFirestore()).read(path);
        show({ slots: fields === null ? [] : parseBucket(fields), from: "server", failed: false });
        if (fields !== null) await set(path, fields);
      } catch {
        show({ slots: null, from: kept === null ? "none" : "snapshot", failed: true });
      }
    })();
    return () => {
      over = true;
    };
  }, [path, round]);
  return bucket.path === path ? bucket : { slots: null, from: "none", failed: false };
}
