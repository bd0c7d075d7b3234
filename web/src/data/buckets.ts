import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { parseSlots, type Slot } from "@lastmeter/model/series";
import type { SlotResolution } from "@lastmeter/model/time";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { z } from "zod/mini";
import { useWatched } from "../lib/value.ts";
import { loadFirestore } from "./client.ts";
import { keep, readKept } from "./kept-buckets.ts";
import { phoneOnline } from "./resume.ts";

const bucketSchema = z.object({ v: z.literal(1), d: z.record(z.string(), z.instanceof(Uint8Array)) });

export interface Bucket {
  /** Null while nothing is known; an empty list: there is no such bucket. */
  readonly slots: readonly Slot[] | null;
  readonly from: "none" | "snapshot" | "server";
  readonly failed: boolean;
  /** When it was read from the server, by the phone's clock. */
  readonly at: number | null;
}

/** The same reading again so soon is not worth its price. */
const FRESH_MS = 300_000;
const unknown: Bucket = { slots: null, from: "none", failed: false, at: null };
const buckets = new Map<string, Bucket>();
const asked = new Map<string, { readonly round: unknown; readonly at: number }>();
const users = new Set<() => void>();
let version = 0;

function parseBucket(fields: unknown): readonly Slot[] | null {
  if (fields === null) return [];
  const parsed = bucketSchema.safeParse(fields);
  return parsed.success ? parseSlots(parsed.data.d) : null;
}

function publish(path: string, bucket: Bucket): void {
  buckets.set(path, bucket);
  version += 1;
  for (const user of users) user();
}

async function read(path: string): Promise<void> {
  const before = buckets.get(path);
  if (!before) {
    const kept = await readKept(path);
    const slots = kept && parseBucket(kept.fields);
    if (kept && slots && !buckets.has(path)) publish(path, { slots, from: "snapshot", failed: false, at: kept.at });
  }
  try {
    const fields = await (await loadFirestore()).read(path);
    const slots = parseBucket(fields);
    const at = Date.now();
    publish(path, { slots: slots ?? buckets.get(path)?.slots ?? null, from: "server", failed: slots === null, at });
    if (slots !== null) await keep(path, fields, at);
  } catch {
    asked.delete(path);
    publish(path, { ...(buckets.get(path) ?? unknown), failed: true });
  }
}

function ask(path: string, round: unknown): void {
  const last = asked.get(path);
  if (last && last.round === round && Date.now() - last.at < FRESH_MS) return;
  asked.set(path, { round, at: Date.now() });
  void read(path);
}

function subscribe(user: () => void): () => void {
  users.add(user);
  return () => users.delete(user);
}

/**
 * The slots of buckets by document path: last known first, then read, again whenever `round` changes and when the phone is online
 * again. Each costs one read, whatever the history's length.
 */
export function useBuckets(wanted: readonly string[], round: unknown): ReadonlyMap<string, Bucket> {
  const now = useSyncExternalStore(subscribe, () => version);
  const online = useWatched(phoneOnline);
  const key = wanted.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a phone that is online again asks again
  useEffect(() => {
    for (const path of key === "" ? [] : key.split(",")) ask(path, round);
  }, [key, round, online]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` counts the changes
  return useMemo(
    () => new Map((key === "" ? [] : key.split(",")).map((path) => [path, buckets.get(path) ?? unknown])),
    [key, now],
  );
}

/** The slots of one bucket. */
export function useBucket(nodeId: NodeId, resolution: SlotResolution, bucketId: string, round: number): Bucket {
  const path = paths.bucket(nodeId, resolution, bucketId);
  return useBuckets([path], round).get(path) ?? unknown;
}
