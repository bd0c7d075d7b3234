import type { Firestore, Transaction } from "firebase-admin/firestore";
import { AppError } from "./app-error.ts";
import { isConflict } from "./commit.store.ts";

const INVALID_ARGUMENT = 3;
const BEGUN_MAX = 3;

/**
 * All or nothing, from its beginning again where somebody came between.
 * @param attempts of the SDK, for what contends with batches of the gateway
 * @throws AppError `unavailable` after the last one
 */
export async function transact<T>(
  db: Firestore,
  work: (transaction: Transaction) => Promise<T>,
  attempts = 5,
): Promise<T> {
  for (let begun = 1; ; begun++) {
    try {
      return await db.runTransaction(work, { maxAttempts: attempts });
    } catch (error) {
      if (isEnded(error) && begun < BEGUN_MAX) continue;
      if (isConflict(error) || isEnded(error)) throw new AppError("unavailable", "contended", 2);
      throw error;
    }
  }
}

/** Ended by the database while its reads were under way: the SDK begins anew by Firestore's own words for it, not by the emulator's. */
function isEnded(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === INVALID_ARGUMENT &&
    /transaction (is invalid|has expired)/i.test(error.message)
  );
}
