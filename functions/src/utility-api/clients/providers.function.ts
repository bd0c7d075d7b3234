import { onCall } from "firebase-functions/https";
import { getAdminAuth, getDatabase } from "../../platform/app.ts";
import { serveCall } from "../../platform/call.ts";
import { systemClock } from "../../platform/clock.ts";
import { REGION } from "../../platform/config.ts";
import { cloudLog } from "../../platform/log.ts";
import { createClientsStore } from "./clients.store.ts";
import { createPeopleStore } from "./people.store.ts";
import { handleProviders } from "./providers.ts";

/** Utilities and service companies, and the operator's decision about them; `act` says which. */
export const providers = onCall(
  { region: REGION, memory: "256MiB", maxInstances: 5, concurrency: 20, timeoutSeconds: 60 },
  (request) =>
    serveCall(request, {
      name: "providers",
      log: cloudLog,
      handle: (caller, data) =>
        handleProviders(
          {
            store: createClientsStore(getDatabase()),
            people: createPeopleStore(getAdminAuth()),
            now: systemClock(),
          },
          caller,
          data,
        ),
    }),
);
