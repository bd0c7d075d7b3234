import { alarmSchema } from "@lastmeter/model/alarm";
import { type NetworkId, nodeIdSchema } from "@lastmeter/model/ids";
import { type Notice, noticeSchema } from "@lastmeter/model/notice";
import {
  defaultNoticeSettings,
  installSchema,
  type NoticeSettings,
  noticeSettingsSchema,
} from "@lastmeter/model/notice-settings";
import { paths } from "@lastmeter/model/paths";
import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { readManagers } from "../alarms/managers.store.ts";
import { type DeliverStore, LEASE_MS } from "./deliver.ts";
import { readToldRun, tellRun } from "./told-run.store.ts";
import { countUnread } from "./unread.store.ts";

const namedSchema = z.object({ name: z.string() });
const zonedSchema = z.object({ name: z.string(), timeZone: z.string() });

export function createDeliverStore(db: Firestore): DeliverStore {
  return {
    claim: (uid, noticeId, now, untried) =>
      db.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(db.doc(paths.notice(uid, noticeId)));
        const parsed = noticeSchema.safeParse(snapshot.data());
        if (!parsed.success) return null;
        const { push, dueAt } = parsed.data;
        const isTheirs = untried ? push.tries === 0 && push.state === "due" : dueAt !== null && dueAt <= now;
        if (!isTheirs) return null;
        const claimed: Notice["push"] = { ...push, state: "due", tries: push.tries + 1 };
        transaction.update(snapshot.ref, { push: claimed, dueAt: now + LEASE_MS });
        return { ...parsed.data, push: claimed };
      }),
    async readGround(uid, notice, now) {
      const { networkId, nodeId, alarmId } = notice;
      const [settings, installs, unread, managers, [network, node, alarm]] = await Promise.all([
        db.doc(paths.noticeSettings(uid)).get(),
        db.collection(paths.installs(uid)).get(),
        countUnread(db, uid),
        networkId === null ? ([] as readonly string[]) : readManagers(db, networkId, now),
        readAbout(db, networkId, nodeId, alarmId),
      ]);
      const told = alarmSchema.safeParse(alarm?.data()).data;
      const home = zonedSchema.safeParse(network?.data()).data;
      return {
        settings: toSettings(settings),
        installs: installs.docs.flatMap((each) => installSchema.safeParse(each.data()).data ?? []),
        homeName: home?.name ?? "Lastmeter",
        timeZone: home?.timeZone ?? "UTC",
        nodeName: namedSchema.safeParse(node?.data()).data?.name ?? null,
        isManager: managers.includes(uid),
        isAcknowledged: told !== undefined && told.acknowledgedAt !== null,
        isOver: told?.state === "cleared",
        unread,
      };
    },
    async finish(uid, noticeId, tries, { push, dueAt }) {
      await db.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(db.doc(paths.notice(uid, noticeId)));
        const notice = noticeSchema.safeParse(snapshot.data()).data;
        if (notice?.push.tries !== tries) return;
        const run = await readToldRun(db, transaction, notice);
        transaction.update(snapshot.ref, { push, dueAt });
        tellRun(transaction, run, noticeId, { push: push.state, shownAt: notice.shownAt });
      });
    },
    async forgetInstall(uid, { installId, at }) {
      await db.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(db.doc(paths.install(uid, installId)));
        if (snapshot.get("at") === at) transaction.delete(snapshot.ref);
      });
    },
  };
}

function toSettings(snapshot: DocumentSnapshot): NoticeSettings {
  return noticeSettingsSchema.safeParse(snapshot.data()).data ?? defaultNoticeSettings;
}

async function readAbout(db: Firestore, networkId: NetworkId | null, nodeId: string | null, alarmId: string | null) {
  if (networkId === null) return [];
  const get = (path: string | null) => (path === null ? undefined : db.doc(path).get());
  return Promise.all([
    get(paths.network(networkId)),
    get(nodeId === null ? null : paths.node(nodeIdSchema.parse(nodeId))),
    get(alarmId === null ? null : paths.alarm(networkId, alarmId)),
  ]);
}
