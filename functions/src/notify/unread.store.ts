import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";

/** What an app's badge counts. */
export async function countUnread(db: Firestore, uid: string): Promise<number> {
  return (await db.collection(paths.notices(uid)).where("readAt", "==", null).count().get()).data().count;
}
