import { type Notice, noticeSchema } from "@lastmeter/model/notice";
import type { Firestore, QueryDocumentSnapshot } from "firebase-admin/firestore";
import { commitWrites, type GuardedWrite } from "../platform/commit.store.ts";
import { deleteAll } from "../platform/delete-all.store.ts";
import { type DeliverContext, deliver } from "./deliver.ts";
import { type HeldNotice, planDigest } from "./plan-digest.ts";

/** As many as one minute handles; the rest is due in the next. */
const SWEEP_MAX = 200;
const AT_ONCE = 10;
const DAY_MS = 86_400_000;
const NOTICES_MS = 90 * DAY_MS;
/** As long as the access log. */
const ALARMS_MS = 400 * DAY_MS;
/** A phone on which the app was not started for so long. */
const INSTALLS_MS = 60 * DAY_MS;

interface Due extends HeldNotice {
  readonly uid: string;
  readonly snapshot: QueryDocumentSnapshot;
}

/** Notices whose time has come: pushes that nobody made or that failed, and what was held through quiet hours. @returns how many */
export async function sweepNotices(db: Firestore, context: DeliverContext): Promise<number> {
  const now = context.clock();
  const { docs } = await db.collectionGroup("notices").where("dueAt", "<=", now).limit(SWEEP_MAX).get();
  const due = docs.flatMap(toDue);
  const held = Map.groupBy(
    due.filter(({ notice }) => notice.push.state === "held"),
    ({ uid }) => uid,
  );
  const told = new Set<Due>();
  for (const [uid, each] of held) if (await tellTogether(db, uid, each, now)) for (const one of each) told.add(one);
  const rest = due.filter((each) => !told.has(each));
  for (let at = 0; at < rest.length; at += AT_ONCE) {
    await Promise.all(rest.slice(at, at + AT_ONCE).map((each) => deliverOne(context, each)));
  }
  return due.length;
}

function toDue(snapshot: QueryDocumentSnapshot): Due[] {
  const uid = snapshot.ref.parent.parent?.id;
  const notice = noticeSchema.safeParse(snapshot.data());
  return notice.success && uid !== undefined ? [{ uid, noticeId: snapshot.id, notice: notice.data, snapshot }] : [];
}

/** The digest is a notice too: its document and the end of those it counts are one commit. */
async function tellTogether(db: Firestore, uid: string, held: readonly Due[], now: number): Promise<boolean> {
  const digest = await planDigest(uid, held, now);
  if (digest === null) return false;
  const guarded = held.map(({ snapshot, notice }): GuardedWrite => {
    const push: Notice["push"] = { ...notice.push, state: "silent" };
    return { path: snapshot.ref.path, data: { push, dueAt: null }, updatedAt: snapshot.updateTime };
  });
  await commitWrites(db, [digest], guarded);
  return true;
}

/** One that fails keeps nobody else waiting: it is due again when its lease is over. */
async function deliverOne(context: DeliverContext, { uid, noticeId }: Due): Promise<void> {
  try {
    await deliver(context, { uid, noticeId, untried: false });
  } catch (cause) {
    context.log.error("notify.failed", {}, cause);
  }
}

/** What is too old to be of use. @returns documents deleted */
export async function sweepOldNotices(db: Firestore, now: number): Promise<number> {
  const [notices, alarms, installs] = await Promise.all([
    deleteAll(db.collectionGroup("notices").where("at", "<", now - NOTICES_MS), SWEEP_MAX),
    deleteAll(db.collectionGroup("alarms").where("clearedAt", "<", now - ALARMS_MS), SWEEP_MAX),
    deleteAll(db.collectionGroup("installs").where("at", "<", now - INSTALLS_MS), SWEEP_MAX),
  ]);
  return notices + alarms + installs;
}
