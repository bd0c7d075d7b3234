import { del, get, set } from "idb-keyval";
import { z } from "zod/mini";

/** Buckets as they were last read, kept on the phone for times without a network; the oldest views go first. */
const keptSchema = z.object({ v: z.literal(1), at: z.number(), fields: z.unknown() });
const indexSchema = z.array(z.tuple([z.string(), z.number()]));
export type Kept = z.infer<typeof keptSchema>;

const INDEX = "buckets";
/** A home of twenty nodes, five views of each; a bucket has 1 to 30 KiB. */
const MAX_KEPT = 240;
const SAVE_INDEX_MS = 2_000;

let index: Map<string, number> | null = null;
let saving: ReturnType<typeof setTimeout> | undefined;

async function loadIndex(): Promise<Map<string, number>> {
  if (index) return index;
  const parsed = indexSchema.safeParse(await get(INDEX).catch(() => null));
  index ??= new Map(parsed.success ? parsed.data : []);
  return index;
}

export async function readKept(path: string): Promise<Kept | null> {
  const parsed = keptSchema.safeParse(await get(path).catch(() => null));
  return parsed.success ? parsed.data : null;
}

/** @param fields null: there is no such document, which is worth knowing too */
export async function keep(path: string, fields: unknown, at: number): Promise<void> {
  const kept = await loadIndex();
  kept.delete(path);
  kept.set(path, at);
  await set(path, { v: 1, at, fields } satisfies Kept).catch(() => undefined);
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break;
    kept.delete(oldest);
    await del(oldest).catch(() => undefined);
  }
  clearTimeout(saving);
  saving = setTimeout(() => void set(INDEX, [...kept]).catch(() => undefined), SAVE_INDEX_MS);
}
