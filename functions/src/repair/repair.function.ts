import { randomId } from "@lastmeter/model/ids";
import { onCall } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createRepairStore } from "./repair.store.ts";
import { handleRepair } from "./repair.ts";

const options = { region: REGION, memory: "512MiB", maxInstances: 5, concurrency: 4, timeoutSeconds: 120 } as const;

/** An owner excludes, accepts or restores a stretch of a node's past; its totals are computed again. */
export const repair = onCall(options, (request) =>
  serveCall(request, {
    name: "repair",
    log: cloudLog,
    handle: (caller, data) =>
      handleRepair({ store: createRepairStore(getDatabase()), now: systemClock(), repairId: randomId() }, caller, data),
  }),
);
