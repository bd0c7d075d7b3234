import { onCall } from "firebase-functions/https";
import { createErasureGround } from "../erasure/ground.store.ts";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { linkSecret, REGION, readConfig, wrappingKeySecret } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createAccountStore } from "./account.store.ts";
import { handleAccount } from "./account.ts";

/** Hosting waits a minute for a reply; what is not erased by then goes by `tick`. */
const ERASE_MS = 40_000;

const options = {
  region: REGION,
  memory: "512MiB" as const,
  maxInstances: 5,
  concurrency: 4,
  timeoutSeconds: 120,
  secrets: [wrappingKeySecret, linkSecret],
};

/** What owners decide of their data as a whole: how long, a copy of everything, the end of it. */
export const account = onCall(options, (request) =>
  serveCall(request, {
    name: "account",
    log: cloudLog,
    handle: (caller, data) =>
      handleAccount(
        {
          ...createErasureGround(systemClock, ERASE_MS),
          store: createAccountStore(getDatabase()),
          linkSecret: readConfig().secrets.linkSecret,
          authenticatedAt: (request.auth?.token.auth_time ?? 0) * 1000,
        },
        caller,
        data,
      ),
  }),
);
