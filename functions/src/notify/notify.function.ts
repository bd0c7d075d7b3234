import { onDocumentCreated } from "firebase-functions/firestore";
import { onCall, onRequest } from "firebase-functions/https";
import { createAlarmsStore } from "../alarms/alarms.store.ts";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { isEmulated, linkSecret, REGION, readConfig, wrappingKeySecret } from "../platform/config.ts";
import { serveBytes } from "../platform/http.ts";
import { cloudLog } from "../platform/log.ts";
import { createDeliverContext } from "./context.store.ts";
import { deliver } from "./deliver.ts";
import { createNoticesStore } from "./notices.store.ts";
import { handleNotices } from "./notices.ts";
import { handleReceipt } from "./take-receipt.ts";

const options = {
  region: REGION,
  memory: "256MiB" as const,
  maxInstances: 10,
  concurrency: 20,
  timeoutSeconds: 60,
  secrets: [wrappingKeySecret, linkSecret],
};

/** Each person for themselves: where and how they are told; `act` says which. */
export const notices = onCall(options, (request) =>
  serveCall(request, {
    name: "notices",
    log: cloudLog,
    handle: (caller, data) => {
      const { standIn, vapidKey } = readConfig().push;
      const setup = { vapidKey, sender: isEmulated && standIn === null ? "local" : "fcm" } as const;
      return handleNotices({ store: createNoticesStore(getDatabase()), setup, now: systemClock() }, caller, data);
    },
  }),
);

/** What a phone says of a notification: by a service worker, which cannot sign in. */
export const receipt = onRequest({ ...options, invoker: "public" }, (request, response) =>
  serveBytes(request, response, {
    name: "receipt",
    maxBytes: 2048,
    log: cloudLog,
    handle: (body) =>
      handleReceipt(
        {
          store: createNoticesStore(getDatabase()),
          alarms: createAlarmsStore(getDatabase()),
          secret: readConfig().secrets.linkSecret,
          now: systemClock(),
        },
        body,
      ),
  }),
);

/** The push follows the document. What this misses, the sweep of `tick` finds. */
export const pushNotice = onDocumentCreated(
  { ...options, document: "users/{uid}/notices/{noticeId}", retry: true },
  async ({ params: { uid, noticeId } }) => {
    await deliver(createDeliverContext(), { uid, noticeId, untried: true });
  },
);
