const withoutAuth = "without somebody signed in the next term fails, and a failure denies";
const noDefault = "only what a missing claim or field is taken for; nothing else has this value";
const oneMs = "differs in one millisecond only, which no request can be timed to meet";
const bothWays = (by: string) => `the other is allowed to the same by ${by}`;
const unknownInLists =
  "in a list the last wildcard is unknown, so the condition fails, or says what the rule for lists says";
const nothingWritten = "what is not written brings no `request.resource`, so the condition fails";

/** Mutants that nobody can tell from the rules, each with its reason. One that is killed, or gone, must leave this list. */
export const equivalents: Readonly<Record<string, string>> = {
  "isPerson: request.auth != null → true": withoutAuth,
  "isPerson: '' → 'other'": noDefault,
  "firstDayOf: '' → 'other'": "a day's own name comes first, so what follows it decides nothing",
  "isGatewayOf: request.auth != null → true": withoutAuth,
  "isGatewayOf: '' → 'other'": noDefault,
  "isCurrent: <= → <": oneMs,
  "isCurrent: < → <=": oneMs,
  "coarseness: 4 → 5": "only the order counts",
  "isWatch: > → >=": oneMs,
  "isWatch: <= → <": oneMs,
  "isProfile: '' → 'other'": noDefault,
  "/networks/{networkId} get: get → get, list": unknownInLists,
  "/networks/{networkId} list: list → list, get": bothWays("the rule for get"),
  "/networks/{networkId}/grants/{principalId} get: get → get, list": unknownInLists,
  "/networks/{networkId}/grants/{principalId} list: list → list, get": bothWays("the rule for get"),
  "/networks/{networkId}/watch/{uid} create,update: create, update → create, update, get": nothingWritten,
  "/networks/{networkId}/watch/{uid} create,update: create, update → create, update, list": nothingWritten,
  "/networks/{networkId}/watch/{uid} create,update: create, update → create, update, delete": nothingWritten,
  "/networks/{networkId}/watch/{uid} delete: delete → delete, list": unknownInLists,
  "/{path=**}/grants/{principalId} list: list → list, get": bothWays("the path of one's own grant"),
  "/nodes/{nodeId}/grants/{principalId} get: get → get, list": unknownInLists,
  "/nodes/{nodeId}/grants/{principalId} list: list → list, get": bothWays("the rule for get"),
  "/nodes/{nodeId}/series/{resolution}/buckets/{bucketId} get: get → get, list": unknownInLists,
  "/nodes/{nodeId}/series/{resolution}/buckets/{bucketId} list: list → list, get": bothWays("the rule for get"),
  "/nodes/{nodeId}/events/{localDay} get: get → get, list": unknownInLists,
  "/nodes/{nodeId}/events/{localDay} list: list → list, get": bothWays("the rule for get"),
  "/nodes/{nodeId}/views/{viewId}/series/{resolution}/buckets/{bucketId} get: get → get, list": unknownInLists,
  "/nodes/{nodeId}/views/{viewId}/series/{resolution}/buckets/{bucketId} list: list → list, get":
    bothWays("the rule for get"),
  "/nodes/{nodeId}/views/{viewId}/events/{localDay} get: get → get, list": unknownInLists,
  "/nodes/{nodeId}/views/{viewId}/events/{localDay} list: list → list, get": bothWays("the rule for get"),
  "/users/{uid} get: get → get, list": unknownInLists,
  "/users/{uid} create,update: create, update → create, update, get": nothingWritten,
  "/users/{uid} create,update: create, update → create, update, list": nothingWritten,
  "/users/{uid} create,update: create, update → create, update, delete": nothingWritten,
  "isRead: <= → <": oneMs,
  "/users/{uid}/notices/{noticeId} update: update → update, get": nothingWritten,
  "/users/{uid}/notices/{noticeId} update: update → update, list": nothingWritten,
  "/users/{uid}/notices/{noticeId} update: update → update, delete": nothingWritten,
  "/health/{nodeId} get: get → get, list": unknownInLists,
};
