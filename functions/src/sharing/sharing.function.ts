import { nodeIdSchema } from "@lastmeter/model/ids";
import { onDocumentCreated } from "firebase-functions/firestore";
import { onCall } from "firebase-functions/https";
import { getAdminAuth, getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import type { SharingContext } from "./context.ts";
import { copyGrants } from "./follow.ts";
import { createAccounts, createSharingStore } from "./sharing.store.ts";
import { handleSharing } from "./sharing.ts";

const options = { region: REGION, memory: "512MiB", maxInstances: 10, timeoutSeconds: 120 } as const;

function toContext(): SharingContext {
  const store = createSharingStore(getDatabase(), createAccounts(getAdminAuth()));
  return { store, log: cloudLog, now: systemClock() };
}

/** Invitations and grants; `act` says which. */
export const sharing = onCall({ ...options, concurrency: 20 }, (request) =>
  serveCall(request, {
    name: "sharing",
    log: cloudLog,
    handle: (caller, data) => handleSharing(toContext(), caller, data),
  }),
);

/** Nodes that come later are covered by the grants of their network too. */
export const coverNode = onDocumentCreated(
  { ...options, document: "nodes/{nodeId}", retry: true },
  async ({ params }) => {
    await copyGrants(toContext(), nodeIdSchema.parse(params.nodeId));
  },
);
