const text = { type: "string" };

const toHeader = (description: string, schema: object) => ({ description, schema, required: true });

/** What answers say beside their bodies. */
export const limitHeaders = {
  RateLimit: toHeader("What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11)", text),
  "RateLimit-Policy": toHeader("The quota", text),
};
export const retryAfter = { "Retry-After": toHeader("Seconds", { type: "integer", minimum: 1 }) };
export const authenticate = { "WWW-Authenticate": toHeader("How to authenticate", text) };
export const etag = { ETag: toHeader("Of the very bytes", text) };
export const location = { Location: toHeader("Where its state is told", text) };
export const nextCursor = {
  "Next-Cursor": { ...toHeader("`next`, for rows, which have no place for it", text), required: false },
};
export const refusedNodes = {
  "Refused-Nodes": {
    ...toHeader("Ids of those that are not answered, for rows, which have no place for it", text),
    required: false,
  },
};
export const replayed = {
  "Idempotency-Replayed": { ...toHeader("`true`: the first answer again", text), required: false },
};

export const toOptional = (headers: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, each]) => [name, { ...each, required: false }]));
