import { desiredSchema } from "@lastmeter/model/configuration";
import type { Firestore } from "firebase-admin/firestore";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { createConfigurationStore } from "./configuration.store.ts";
import { follow } from "./configure.ts";
import { followFirmware } from "./firmware.ts";

/** As many as one minute handles; the rest is due in the next. */
const SWEEP_MAX = 200;

/** Settings whose next try, or whose answer, is due. @returns how many nodes and networks */
export async function sweepConfiguration(db: Firestore, clock: Clock, log: Log): Promise<number> {
  const due = await db.collectionGroup("configuration").where("dueAt", "<=", clock()).limit(SWEEP_MAX).get();
  const context = { store: createConfigurationStore(db), clock };
  const results = await Promise.all(
    due.docs.map(async (snapshot) => {
      const { networkId, nodeId } = desiredSchema.parse(snapshot.data());
      try {
        if (nodeId === null) await followFirmware(context, networkId, null);
        else await follow(context, { networkId, nodeId });
        return 1;
      } catch (cause) {
        log.error("tick.configuration_failed", { networkId }, cause);
        return 0;
      }
    }),
  );
  return results.reduce<number>((sum, done) => sum + done, 0);
}
