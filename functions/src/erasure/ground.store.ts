import { getAdminAuth, getDatabase } from "../platform/app.ts";
import type { Clock } from "../platform/clock.ts";
import { cloudLog } from "../platform/log.ts";
import { createAccounts, createSharingStore } from "../sharing/sharing.store.ts";
import type { ErasureGround } from "./erasure.store.ts";
import { createPeople } from "./people.store.ts";

/** @param lastsMs how long this process may go on. */
export function createErasureGround(clock: Clock, lastsMs: number): ErasureGround {
  const now = clock();
  const [db, auth] = [getDatabase(), getAdminAuth()];
  const store = createSharingStore(db, createAccounts(auth));
  const isOver = () => clock() > now + lastsMs;
  return { db, people: createPeople(auth), sharing: { store, log: cloudLog, now }, now, isOver };
}
