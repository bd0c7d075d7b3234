import { grantSchema } from "@lastmeter/model/grant";
import type { Firestore } from "firebase-admin/firestore";
import { deleteUnchanged } from "../platform/commit.store.ts";
import type { SharingContext } from "../sharing/context.ts";
import { followTime } from "../sharing/follow.ts";
import { type DueStanding, toDueStandings } from "./due-standings.ts";

/** Read at once; the next page follows while there is time. */
const PAGE = 300;
const AT_ONCE = 5;
const BUDGET_MS = 40_000;

/** Grants whose beginning or end has come: lists, copies and the access log follow. @returns how many principals. */
export async function sweepGrants(db: Firestore, context: SharingContext): Promise<number> {
  const startedAt = performance.now();
  let followed = 0;
  for (;;) {
    const due = await db.collectionGroup("grants").where("dueAt", "<=", context.now).limit(PAGE).get();
    const standings = toDueStandings(due.docs.map((snapshot) => grantSchema.parse(snapshot.data())));
    const done = await followEach(context, standings);
    followed += done;
    if (due.size < PAGE || done === 0 || performance.now() - startedAt > BUDGET_MS) return followed;
  }
}

/** One that fails keeps nobody else waiting: it is due again in a minute. */
async function followEach(context: SharingContext, standings: readonly DueStanding[]): Promise<number> {
  let done = 0;
  for (let at = 0; at < standings.length; at += AT_ONCE) {
    const part = standings.slice(at, at + AT_ONCE);
    await Promise.all(
      part.map(async ({ networkId, principalId, nodeIds }) => {
        try {
          await followTime(context, networkId, principalId, nodeIds);
          done++;
        } catch (cause) {
          context.log.error("tick.grant_failed", { networkId }, cause);
        }
      }),
    );
  }
  return done;
}

/** Nobody can answer them any more. */
export async function sweepInvitations(db: Firestore, now: number): Promise<number> {
  const expired = await db.collectionGroup("invitations").where("expiresAt", "<=", now).limit(PAGE).get();
  const results = await Promise.all(expired.docs.map(deleteUnchanged));
  return results.filter(Boolean).length;
}
