import { sweepErasures } from "../erasure/erasure.store.ts";
import { createErasureGround } from "../erasure/ground.store.ts";
import type { Clock } from "../platform/clock.ts";
import { sweepRetention } from "../retention/retention.store.ts";
import { sweepIdempotency } from "../utility-api/idempotency/idempotency.store.ts";

/** A tick comes each minute. */
const SWEEP_MS = 30_000;

interface SweptData {
  readonly expired: number;
  readonly erasures: number;
  /** Of writes through the API that need not be answered again. */
  readonly keys: number;
}

/** What tick does for `account`: old raw readings go, and what was to be erased is; and answers that were kept for a day. */
export async function sweepData(clock: Clock): Promise<SweptData> {
  const ground = createErasureGround(clock, SWEEP_MS);
  const [expired, erasures, keys] = await Promise.all([
    sweepRetention(ground.db, ground.now),
    sweepErasures(ground),
    sweepIdempotency(ground.db, ground.now),
  ]);
  return { expired, erasures, keys };
}
