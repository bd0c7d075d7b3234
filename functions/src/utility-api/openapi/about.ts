import { clientScopes } from "@lastmeter/model/client";
import { apiProblemSchema } from "../http/problem.ts";
import { toJsonSchema } from "./schemas.ts";

const scopeWords: Readonly<Record<(typeof clientScopes)[number], string>> = {
  "nodes:read": "Which nodes were lent, and where they are",
  "measurements:read": "Measurements",
  "events:read": "State changes",
  "commands:write": "Commands, with a grant as operator",
  "configuration:write": "Configuration, with a grant as administrator",
};

const description = `Measurements that owners of homes lend to your program, one node at a time, as finely and as long as they choose.

1. Register your company in the app and wait for its approval, or make a program of your own for your own home.
2. Get a token: \`POST /oauth/token\` with your client id and secret. It lives ten minutes.
3. Ask owners by the link \`/consent?client=…&nodes=…&resolution=day&purpose=…&until=2027-01-31\`. What they grant is read at each call, so what they end is over at once.
4. \`GET /v1/nodes\` says what you were lent.

In a shell, with the address where you read this as \`HOST\`:

    TOKEN=$(curl -s -u "$CLIENT:$SECRET" -d grant_type=client_credentials "$HOST/oauth/token" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
    curl -H "Authorization: Bearer $TOKEN" "$HOST/v1/nodes?limit=2"
    curl -H "Authorization: Bearer $TOKEN" -H "Accept: text/csv" "$HOST/v1/nodes/$NODE/measurements?from=2026-11-27T00:00:00Z&to=2026-11-28T00:00:00Z&resolution=hour"

Times are ISO 8601, ranges half-open \`[from, to)\`, answers in UTC with the home's \`timeZone\` beside. \`next\` goes on where an answer ends: send it as \`cursor\` with the same parameters; of rows the header \`Next-Cursor\` says it. Every answer that is none is a problem document (RFC 9457); its \`instance\` is the reference by which we find it. Each read stands in the owner's log before it is answered.

Quotas are of a client: 300 calls a minute, 60 a minute about one node, 50,000 a day, and 30 tokens a minute. A query counts one more for each ten nodes. \`RateLimit\` says what is left, \`Retry-After\` when to come again. Each of at most five servers counts for itself, so you may get more; do not rely on it.

Secrets look like \`lmsk_…\`: let your secret scanner find \`lmsk_[A-Za-z0-9_-]{54}_[0-9a-f]{8}\`. Two may be live, so that you can change to the next without a pause; a dropped secret, a disabled client and an ended grant are refused at the next call.`;

/** What the document says beside its operations. */
export const documentation = {
  openapi: "3.1.0",
  info: {
    title: "Lastmeter API",
    version: "1",
    description,
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/", description: "Where this document was read" }],
  tags: [
    { name: "Tokens", description: "OAuth 2.0 client credentials" },
    { name: "Nodes", description: "What was lent" },
    { name: "Measurements", description: "What was measured, and what happened" },
    { name: "Orders", description: "Commands, for those whom an owner made operator" },
    { name: "About", description: "This document" },
  ],
  components: {
    securitySchemes: {
      oauth: {
        type: "oauth2",
        flows: {
          clientCredentials: {
            tokenUrl: "/oauth/token",
            scopes: Object.fromEntries(clientScopes.map((scope) => [scope, scopeWords[scope]])),
          },
        },
      },
      client: { type: "http", scheme: "basic", description: "Client id and secret" },
    },
    schemas: { Problem: toJsonSchema(apiProblemSchema, "output") },
  },
} as const;
