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

/** Packed slots or chunks by key. */
export type Packed = Readonly<Record<string, Uint8Array>>;

/** A document of a series as far as it is known. */
export interface Stored {
  /** Null while nothing is known; empty: there is no such document. */
  readonly d: Packed | null;
  readonly from: "none" | "snapshot" | "server";
  readonly failed: boolean;
  /** When it was read from the server, by the phone's clock. */
  readonly at: number | null;
}

export interface Bucket extends Stored {
  /** Null while nothing is known; an empty list: there is no such bucket. */
  readonly slots: readonly Slot[] | null;
}

/** The same reading again so soon is not worth its price. */
const FRESH_MS = 300_000;
const unknown: Stored = { d: null, from: "none", failed: false, at: null };
const stored = new Map<string, Stored>();
const bucketOf = new WeakMap<Stored, Bucket>();
const asked = new Map<string, { readonly round: unknown; readonly at: number }>();
const users = new Set<() => void>();
let version = 0;

function parsePacked(fields: unknown): Packed | null {
  if (fields === null) return {};
  const parsed = bucketSchema.safeParse(fields);
  return parsed.success ? parsed.data.d : null;
}

function toBucket(document: Stored): Bucket {
  const bucket = bucketOf.get(document) ?? { ...document, slots: document.d && parseSlots(document.d) };
  bucketOf.set(document, bucket);
  return bucket;
}

function publish(path: string, document: Stored): void {
  stored.set(path, document);
  version += 1;
  for (const user of users) user();
}

async function read(path: string): Promise<void> {
  if (!stored.has(path)) {
    const kept = await readKept(path);
    const d = kept && parsePacked(kept.fields);
    if (kept && d && !stored.has(path)) publish(path, { d, from: "snapshot", failed: false, at: kept.at });
  }
  try {
    const fields = await (await loadFirestore()).read(path);
    const d = parsePacked(fields);
    const at = Date.now();
    publish(path, { d: d ?? stored.get(path)?.d ?? null, from: "server", failed: d === null, at });
    if (d !== null) await keep(path, fields, at);
  } catch {
    asked.delete(path);
    publish(path, { ...(stored.get(path) ?? unknown), failed: true });
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
 * Documents of series by path: last known first, then read, again whenever `round` changes and when the phone is online again. Each
 * costs one read, whatever the history's length.
 */
export function useStored(wanted: readonly string[], round: unknown): ReadonlyMap<string, Stored> {
  const now = useSyncExternalStore(subscribe, () => version);
  const online = useWatched(phoneOnline);
  const key = wanted.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a phone that is online again asks again
  useEffect(() => {
    for (const path of key === "" ? [] : key.split(",")) ask(path, round);
  }, [key, round, online]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` counts the changes
  return useMemo(
    () => new Map((key === "" ? [] : key.split(",")).map((path) => [path, stored.get(path) ?? unknown])),
    [key, now],
  );
}

/** The slots of buckets by document path. */
export function useBuckets(wanted: readonly string[], round: unknown): ReadonlyMap<string, Bucket> {
  const documents = useStored(wanted, round);
  return useMemo(() => new Map([...documents].map(([path, document]) => [path, toBucket(document)])), [documents]);
}

/** The slots of one bucket. */
export function useBucket(nodeId: NodeId, resolution: SlotResolution, bucketId: string, round: unknown): Bucket {
  const path = paths.bucket(nodeId, resolution, bucketId);
  return useBuckets([path], round).get(path) ?? toBucket(unknown);
}
