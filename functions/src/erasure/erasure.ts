import { toBase64Url } from "@lastmeter/model/ids";
import { sha256, toUtf8 } from "@lastmeter/model/link/bytes";
import { paths } from "@lastmeter/model/paths";
import { instantSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import type { Write } from "../platform/writes.ts";

/** Who works on it has this long before another one goes on. */
export const LEASE_MS = 300_000;
/**
 * When it is looked at once more: what was under way may have written behind the first pass, and for an hour a deleted person's
 * token still lets them write.
 */
export const SECOND_PASS_MS = 70 * 60_000;

/**
 * Document `erasures/{id}`: what is to be gone, so that it goes even if this process ends. Once done it names nothing any more and
 * stays: its id is a hash, by which a restored backup can be told what was erased after it was made.
 */
export const erasureSchema = z.object({
  v: z.literal(1),
  kind: z.enum(["node", "network", "account", "client"]),
  /** Id of the node, the network, the user or the client; null: done. */
  target: z.nullable(z.string()),
  /** Of the node. */
  networkId: z.nullable(z.string()),
  at: instantSchema,
  pass: z.union([z.literal(1), z.literal(2)]),
  dueAt: z.nullable(instantSchema),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** 132 bits of SHA-256 over kind and target. */
async function toErasureId(kind: Erasure["kind"], target: string): Promise<string> {
  return toBase64Url(await sha256(toUtf8(`${kind}\n${target}`))).slice(0, 22);
}

/** What is erased a second time (a device that joined again) takes the place of the first. */
export async function planErasure(
  kind: Erasure["kind"],
  target: string,
  networkId: string | null,
  now: number,
): Promise<{ readonly erasureId: string; readonly erasure: Erasure; readonly write: Write }> {
  const erasureId = await toErasureId(kind, target);
  const erasure: Erasure = { v: 1, kind, target, networkId, at: now, pass: 1, dueAt: now + LEASE_MS };
  return { erasureId, erasure, write: { kind: "merge", path: paths.erasure(erasureId), data: erasure } };
}

/** What a pass that went through leaves behind. */
export function toNextPass(erasure: Erasure, now: number): Erasure {
  if (erasure.pass === 1) return { ...erasure, pass: 2, dueAt: now + SECOND_PASS_MS };
  return { ...erasure, target: null, networkId: null, dueAt: null };
}
