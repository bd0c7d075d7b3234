import { onRequest } from "firebase-functions/https";
import { clientPepperSecret, REGION, tokenKeysSecret } from "../platform/config.ts";
import { catchParserFaults, sendResponse, toRequest } from "./http/exchange.ts";

/** As Hosting sets them, for those who come by the function's own address. */
const guards = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

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
    const { app, toFault } = (await import("./deployed.ts")).getDeployedApi();
    catchParserFaults(request.app, toFault);
    const outgoing = await app.fetch(toRequest(request));
    for (const [name, value] of Object.entries(guards)) outgoing.headers.set(name, value);
    await sendResponse(outgoing, response);
  },
);
