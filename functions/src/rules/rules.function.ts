import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { onDocumentWritten } from "firebase-functions/firestore";
import { onCall } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createRulesContext } from "./context.store.ts";
import { followNetwork } from "./follow.ts";
import { replayStored } from "./replay.store.ts";
import { handleRules } from "./rules.ts";

const options = { region: REGION, memory: "512MiB", maxInstances: 10, timeoutSeconds: 60 } as const;

// A month of a large home takes up to 450 MiB to replay, and people may replay at the same time.
/** Managers save, switch, remove and replay rules, and say what their energy costs; `act` says which. */
export const rules = onCall({ ...options, memory: "1GiB", concurrency: 10 }, (request) =>
  serveCall(request, {
    name: "rules",
    log: cloudLog,
    handle: (caller, data) => {
      const db = getDatabase();
      const replay = (ground: Parameters<typeof replayStored>[1], asked: Parameters<typeof replayStored>[2]) =>
        replayStored(db, ground, asked, systemClock());
      return handleRules({ ...createRulesContext(db, systemClock()), replay }, caller, data);
    },
  }),
);

/** Rules follow the nodes they speak of: one that leaves stops them, a new grid meter is the home's. */
export const ruleNodes = onDocumentWritten({ ...options, document: "nodes/{nodeId}", retry: true }, async (event) => {
  const data = event.data?.after.data() ?? event.data?.before.data();
  const networkId = networkIdSchema.safeParse(data?.networkId);
  if (!networkId.success || !nodeIdSchema.safeParse(event.params.nodeId).success) return;
  await followNetwork(createRulesContext(getDatabase(), systemClock()), networkId.data);
});

/** Rules act for who made them, and tell whom they name: both may go. */
export const ruleGrants = onDocumentWritten(
  { ...options, document: "networks/{networkId}/grants/{principalId}", retry: true },
  async ({ params }) => {
    const networkId = networkIdSchema.safeParse(params.networkId);
    if (networkId.success) await followNetwork(createRulesContext(getDatabase(), systemClock()), networkId.data);
  },
);
