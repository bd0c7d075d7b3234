import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import type { SharingContext } from "../sharing/context.ts";
import { eraseAccount } from "./account.store.ts";
import { eraseClient } from "./client.store.ts";
import { type Erasure, erasureSchema, LEASE_MS, planErasure, toNextPass } from "./erasure.ts";
import { beginNetworkErasure, eraseNetwork } from "./network.store.ts";
import { eraseNode } from "./node.store.ts";
import type { People } from "./people.store.ts";

/** As many as one minute goes on with. */
const SWEEP_MAX = 5;

export interface ErasureGround {
  readonly db: Firestore;
  readonly people: People;
  readonly sharing: SharingContext;
  readonly now: number;
  /** Whether the time for this is over; what is left is due again. */
  readonly isOver: () => boolean;
}

export interface Begun {
  readonly erasureId: string;
  readonly erasure: Erasure;
}

/** The account is due from here on, whatever happens next. */
export async function beginAccountErasure({ db, now }: ErasureGround, uid: string): Promise<Begun> {
  const { erasureId, erasure } = await planErasure("account", uid, null, now);
  await db.doc(paths.erasure(erasureId)).set(erasure);
  return { erasureId, erasure };
}

/** One pass over everything that is to go. @returns false where the time was over first; it is due again then. */
export async function continueErasure(ground: ErasureGround, { erasureId, erasure }: Begun): Promise<boolean> {
  const { db, now } = ground;
  const finished = await erasePass(ground, erasure);
  await db.doc(paths.erasure(erasureId)).set(finished ? toNextPass(erasure, now) : { ...erasure, dueAt: now });
  return finished;
}

async function erasePass(ground: ErasureGround, { kind, target, networkId }: Erasure): Promise<boolean> {
  if (target === null) return true;
  switch (kind) {
    case "node":
      await eraseNode(ground.db, networkIdSchema.parse(networkId), nodeIdSchema.parse(target));
      return true;
    case "network":
      return eraseNetwork(ground, networkIdSchema.parse(target));
    case "client":
      await eraseClient(ground.db, ground.sharing, target);
      return true;
    case "account": {
      if (!(await eraseOwned(ground, target))) return false;
      await eraseAccount(ground, target);
      return true;
    }
  }
}

async function eraseOwned(ground: ErasureGround, uid: string): Promise<boolean> {
  const { db, now } = ground;
  const owned = await db.collection("networks").where("ownerId", "==", uid).select().get();
  for (const { id } of owned.docs) {
    const begun = await beginNetworkErasure(db, { networkId: networkIdSchema.parse(id), uid, now });
    if (ground.isOver() || !(await continueErasure(ground, begun))) return false;
  }
  return true;
}

/** What a process that ended left undone, and the second look at everything. @returns how many it looked at. */
export async function sweepErasures(ground: ErasureGround): Promise<number> {
  const { db, now } = ground;
  const due = await db.collection("erasures").where("dueAt", "<=", now).limit(SWEEP_MAX).get();
  for (const snapshot of due.docs) {
    if (ground.isOver()) break;
    const erasure = erasureSchema.parse(snapshot.data());
    await snapshot.ref.update({ dueAt: now + LEASE_MS });
    await continueErasure(ground, { erasureId: snapshot.id, erasure });
  }
  return due.size;
}
