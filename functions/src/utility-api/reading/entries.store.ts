import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import type { Entry } from "./entries.ts";

export async function addEntries(db: Firestore, entries: readonly Entry[]): Promise<void> {
  const batch = db.batch();
  for (const [networkId, entry] of entries) {
    batch.create(db.doc(paths.accessLog(networkId, randomId())), entry satisfies AccessLogEntry);
  }
  await batch.commit();
}
