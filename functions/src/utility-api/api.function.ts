import { onRequest } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { systemClock } from "../platform/clock.ts";
import { clientPepperSecret, parseApiConfig, REGION, tokenKeysSecret } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createApi } from "./app.ts";
import { createCallersStore } from "./callers.store.ts";
import type { ApiContext } from "./context.ts";
import { sendResponse, toRequest } from "./http/exchange.ts";
import { createLimits, policies } from "./limits/limits.ts";
import { createReadingStore } from "./reading/reading.store.ts";
import { createTokens } from "./tokens/token.ts";
import { createUsageStore } from "./usage/usage.store.ts";
import { createUsage } from "./usage/usage.ts";

let known: ApiContext | undefined;

/** What one instance remembers: quotas, and what it has counted. */
function toContext(): ApiContext {
  if (known) return known;
  const { pepper, tokenKeys, projectId } = parseApiConfig(process.env);
  const db = getDatabase();
  known = {
    callers: createCallersStore(db),
    reading: createReadingStore(db),
    tokens: createTokens(tokenKeys, `urn:lastmeter:${projectId}`),
    limits: createLimits(),
    policies,
    usage: createUsage(createUsageStore(db)),
    pepper,
    clock: systemClock,
    log: cloudLog,
  };
  return known;
}

const app = createApi(toContext);

/** The utilities' API, by its own address and through the app's host. Few instances, so that quotas mean something. */
export const api = onRequest(
  {
    region: REGION,
    memory: "512MiB",
    maxInstances: 5,
    concurrency: 40,
    timeoutSeconds: 60,
    invoker: "public",
    secrets: [clientPepperSecret, tokenKeysSecret],
  },
  async (request, response) => {
    const incoming = toRequest(request);
    const outgoing = await app.fetch(incoming);
    for (const [name, value] of Object.entries(guards)) outgoing.headers.set(name, value);
    await sendResponse(outgoing, response);
  },
);

/** As Hosting sets them, for those who come by the function's own address. */
const guards = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};
