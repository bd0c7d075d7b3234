import { onCall } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { linkSecret, REGION, readConfig, wrappingKeySecret } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createRulesContext } from "../rules/context.store.ts";
import { followNetwork } from "../rules/follow.ts";
import type { GatewaysContext } from "./context.ts";
import { createGatewaysStore } from "./gateways.store.ts";
import { handleGateways } from "./gateways.ts";

const options = {
  region: REGION,
  memory: "512MiB",
  maxInstances: 5,
  concurrency: 20,
  timeoutSeconds: 120,
  secrets: [wrappingKeySecret, linkSecret],
} as const;

function toContext(): GatewaysContext {
  const { secrets, dispatcherUrl } = readConfig();
  const db = getDatabase();
  const now = systemClock();
  return {
    store: createGatewaysStore(db),
    secrets,
    dispatcherUrl,
    now,
    followRules: (networkId) => followNetwork(createRulesContext(db, now), networkId),
  };
}

/** Networks and the life of their gateways' keys; `act` says which. */
export const gateways = onCall({ ...options, secrets: [...options.secrets] }, (request) =>
  serveCall(request, {
    name: "gateways",
    log: cloudLog,
    handle: (caller, data) => handleGateways(toContext(), caller, data),
  }),
);
