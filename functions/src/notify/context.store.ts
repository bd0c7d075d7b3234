import { getDatabase } from "../platform/app.ts";
import { systemClock } from "../platform/clock.ts";
import { isEmulated, readConfig } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createDeliverStore } from "./deliver.store.ts";
import type { DeliverContext } from "./deliver.ts";
import { createFcmSender } from "./fcm.store.ts";

/** On emulators pushes go to a stand-in where there is one, else nowhere. */
export function createDeliverContext(): DeliverContext {
  const { secrets, push } = readConfig();
  const isLocal = isEmulated && push.standIn === null;
  return {
    store: createDeliverStore(getDatabase()),
    sender: isLocal ? null : createFcmSender(isEmulated ? push.standIn : null),
    secret: secrets.linkSecret,
    clock: systemClock,
    log: cloudLog,
  };
}
