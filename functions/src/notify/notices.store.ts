import { randomId } from "@lastmeter/model/ids";
import { type Notice, noticeSchema } from "@lastmeter/model/notice";
import { INSTALLS_MAX, type Install, type NoticeSettings } from "@lastmeter/model/notice-settings";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { readToldRun, tellRun } from "./told-run.store.ts";
import { countUnread } from "./unread.store.ts";

export interface NoticesStore {
  /** The installation's only person from here on: nobody is told on a phone what another signed in for. */
  install(uid: string, install: Install): Promise<void>;
  uninstall(uid: string, installId: string): Promise<void>;
  saveSettings(uid: string, settings: NoticeSettings): Promise<void>;
  addNotice(uid: string, notice: Notice): Promise<void>;
  countTests(uid: string, since: number): Promise<number>;
  /** Of this person, for the badge of a phone that has no page open. */
  countUnread(uid: string): Promise<number>;
  /** Null: no such notice. */
  markShown(uid: string, noticeId: string, now: number): Promise<Notice | null>;
}

export function createNoticesStore(db: Firestore): NoticesStore {
  return {
    install: (uid, install) =>
      db.runTransaction(async (transaction) => {
        const same = await transaction.get(db.collectionGroup("installs").where("installId", "==", install.installId));
        const own = await transaction.get(db.collection(paths.installs(uid)).orderBy("at", "desc"));
        const reference = db.doc(paths.install(uid, install.installId));
        const known = own.docs.find(({ id }) => id === install.installId);
        for (const { ref } of same.docs) if (ref.path !== reference.path) transaction.delete(ref);
        for (const { ref } of own.docs.slice(INSTALLS_MAX - 1))
          if (ref.path !== reference.path) transaction.delete(ref);
        const createdAt: unknown = known?.get("createdAt") ?? install.createdAt;
        transaction.set(reference, { ...install, createdAt });
      }),
    async uninstall(uid, installId) {
      await db.doc(paths.install(uid, installId)).delete();
    },
    async saveSettings(uid, settings) {
      await db.doc(paths.noticeSettings(uid)).set(settings);
    },
    async addNotice(uid, notice) {
      await db.doc(paths.notice(uid, randomId())).create(notice);
    },
    async countTests(uid, since) {
      const found = await db.collection(paths.notices(uid)).where("at", ">", since).get();
      return found.docs.filter((each) => each.get("kind") === "test").length;
    },
    countUnread: (uid) => countUnread(db, uid),
    markShown: (uid, noticeId, now) =>
      db.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(db.doc(paths.notice(uid, noticeId)));
        const notice = noticeSchema.safeParse(snapshot.data());
        if (!notice.success) return null;
        if (notice.data.shownAt !== null) return notice.data;
        const run = await readToldRun(db, transaction, notice.data);
        transaction.update(snapshot.ref, { shownAt: now });
        tellRun(transaction, run, noticeId, { push: notice.data.push.state, shownAt: now });
        return notice.data;
      }),
  };
}
