import { randomId } from "@lastmeter/model/ids";
import { onCall } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createNodesStore } from "./nodes.store.ts";
import { handleNodes } from "./nodes.ts";

const options = { region: REGION, memory: "512MiB", maxInstances: 5, concurrency: 20, timeoutSeconds: 60 } as const;

/** An owner or an administrator edits a node; `act` says which of the things that can be done. */
export const nodes = onCall(options, (request) =>
  serveCall(request, {
    name: "nodes",
    log: cloudLog,
    handle: (caller, data) =>
      handleNodes({ store: createNodesStore(getDatabase()), now: systemClock(), entryId: randomId() }, caller, data),
  }),
);
