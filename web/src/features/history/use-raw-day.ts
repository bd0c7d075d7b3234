import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Slot } from "@lastmeter/model/series";
import { useMemo } from "react";
import { type Packed, useBucket, useStored } from "../../data/buckets.ts";
import { phoneOnline } from "../../data/resume.ts";
import { useWatched } from "../../lib/value.ts";
import { isFull } from "./raw-day.ts";
import { toRound } from "./use-history.ts";

/** More readings than this of one node and day are never shown: four documents of 768 KiB. */
const PARTS_MAX = 4;
const CHUNK_MS = 300_000;

export interface RawDay {
  /** Null while they load. */
  readonly parts: readonly Packed[] | null;
  readonly quarters: readonly Slot[] | null;
  readonly failed: boolean;
  /** When it was read, where the phone could not read it anew. */
  readonly keptAt: number | null;
}

/** The documents with every reading of a node's local day; today's again every 5 minutes, when its next part is stored. */
export function useRawDay(
  id: NodeId,
  day: string,
  { now, today }: { now: number; today: string },
  again: string,
): RawDay {
  const online = useWatched(phoneOnline);
  const running = day === today;
  const round = `${running ? Math.floor((now - 20_000) / CHUNK_MS) : ""} ${again}`;
  const names = Array.from({ length: PARTS_MAX }, (_, part) =>
    paths.bucket(id, "raw", part === 0 ? day : `${day}~${part}`),
  );
  const first = useStored(names.slice(0, 1), round);
  const { d } = first.get(names[0] ?? "") ?? { d: null };
  const rest = useStored(d && isFull(d) ? names.slice(1) : [], round);
  const { slots } = useBucket(id, "quarter", day, `${running ? toRound(now) : today} ${again}`);
  return useMemo(() => {
    const documents = [...first.values(), ...rest.values()];
    const kept = documents.flatMap(({ from, at }) => (from === "snapshot" && at !== null ? [at] : []));
    const failed = documents.some((document) => document.failed);
    const waiting = documents.some((document) => document.d === null && !document.failed);
    return {
      parts: waiting || d === null ? null : documents.flatMap((document) => (document.d === null ? [] : [document.d])),
      quarters: slots,
      failed,
      keptAt: kept.length > 0 && (!online || failed) ? Math.min(...kept) : null,
    };
  }, [first, rest, d, slots, online]);
}
