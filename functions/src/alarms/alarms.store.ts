import { type Alarm, alarmSchema } from "@lastmeter/model/alarm";
import { grantSchema, isCurrent } from "@lastmeter/model/grant";
import { type NetworkId, randomId } from "@lastmeter/model/ids";
import { toNoticeId } from "@lastmeter/model/notice";
import { paths } from "@lastmeter/model/paths";
import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import { addWrite } from "../platform/commit.store.ts";
import { planAcknowledgement } from "./acknowledge.ts";
import { changeAlarms } from "./change-alarms.store.ts";

export interface AlarmsStore {
  /** The alarm as it was, and the person's own notice of it as read. Null: no such alarm, or not theirs to acknowledge. */
  acknowledge(
    networkId: NetworkId,
    alarmId: string,
    who: { readonly uid: string; readonly label: string },
    now: number,
  ): Promise<Alarm | null>;
  clear(alarm: Alarm, now: number): Promise<void>;
}

export function createAlarmsStore(db: Firestore): AlarmsStore {
  return {
    acknowledge: (networkId, alarmId, who, now) =>
      db.runTransaction(async (transaction) => {
        const noticePath = paths.notice(who.uid, await toNoticeId(alarmId, who.uid, "raised"));
        const [network, grant, found, notice] = await transaction.getAll(
          db.doc(paths.network(networkId)),
          db.doc(paths.networkGrant(networkId, who.uid)),
          db.doc(paths.alarm(networkId, alarmId)),
          db.doc(noticePath),
        );
        const alarm = alarmSchema.safeParse(found?.data());
        if (!alarm.success || !network || !grant || !isManager(network, grant, who.uid, now)) return null;
        const writes = planAcknowledgement({ alarmId, alarm: alarm.data, who, entryId: randomId(), now });
        for (const write of writes) addWrite(db, transaction, write);
        if (notice?.exists && notice.get("readAt") === null) transaction.update(notice.ref, { readAt: now });
        return alarm.data;
      }),
    clear: ({ networkId, kind, nodeId, ruleId }, now) =>
      changeAlarms(db, networkId, [{ kind: "clear", cause: { kind, nodeId, ruleId }, at: now }], now),
  };
}

function isManager(network: DocumentSnapshot, grant: DocumentSnapshot, uid: string, now: number): boolean {
  if (network.get("ownerId") === uid) return true;
  const granted = grantSchema.safeParse(grant.data());
  return granted.success && granted.data.role === "admin" && isCurrent(granted.data, now);
}
