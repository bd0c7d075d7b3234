import { onCall } from "firebase-functions/https";
import { createErasureGround } from "../../erasure/ground.store.ts";
import { serveCall } from "../../platform/call.ts";
import { systemClock } from "../../platform/clock.ts";
import { clientPepperSecret, parseApiConfig, REGION, tokenKeysSecret } from "../../platform/config.ts";
import { cloudLog } from "../../platform/log.ts";
import { handleApps } from "./apps.ts";
import { createClientsStore } from "./clients.store.ts";

const REMOVE_MS = 40_000;

const options = {
  region: REGION,
  memory: "512MiB",
  maxInstances: 5,
  concurrency: 20,
  timeoutSeconds: 60,
  secrets: [clientPepperSecret, tokenKeysSecret],
} as const;

/** Third parties' programs: their making, their secrets, what they were lent and how they are used; `act` says which. */
export const apps = onCall({ ...options, secrets: [...options.secrets] }, (request) =>
  serveCall(request, {
    name: "apps",
    log: cloudLog,
    handle: (caller, data) => {
      const ground = createErasureGround(systemClock, REMOVE_MS);
      const store = createClientsStore(ground.db);
      return handleApps({ ...ground, store, pepper: parseApiConfig(process.env).pepper }, caller, data);
    },
  }),
);
