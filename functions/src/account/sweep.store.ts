import { sweepErasures } from "../erasure/erasure.store.ts";
import { createErasureGround } from "../erasure/ground.store.ts";
import type { Clock } from "../platform/clock.ts";
import { sweepRetention } from "../retention/retention.store.ts";

/** A tick comes each minute. */
const SWEEP_MS = 30_000;

/** What tick does for `account`: old raw readings go, and what was to be erased is. */
export async function sweepData(clock: Clock): Promise<{ readonly expired: number; readonly erasures: number }> {
  const ground = createErasureGround(clock, SWEEP_MS);
  const [expired, erasures] = await Promise.all([sweepRetention(ground.db, ground.now), sweepErasures(ground)]);
  return { expired, erasures };
}
