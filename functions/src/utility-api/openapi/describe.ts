import type { DescribeRouteOptions } from "hono-openapi";
import { type ErrorKind, errorKinds } from "../../platform/app-error.ts";
import { type Media, mediaTypes } from "../http/media.ts";
import type { Operation } from "../operation.ts";
import { authenticate, etag, limitHeaders, location, nextCursor, replayed, retryAfter, toOptional } from "./headers.ts";
import { toJsonSchema, toParameters } from "./schemas.ts";

type Responses = NonNullable<DescribeRouteOptions["responses"]>;
type OpenApiSchema = object;

const always: readonly ErrorKind[] = [
  "auth_failed",
  "forbidden",
  "not_acceptable",
  "rate_limited",
  "internal",
  "unavailable",
];
const withInput: readonly ErrorKind[] = ["bad_request"];
const withBody: readonly ErrorKind[] = ["too_large", "not_json"];
const withKey: readonly ErrorKind[] = ["key_busy", "key_reused"];

const problemContent = {
  "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
} as const;

/** A new instance cannot speak yet where the platform refuses what is no JSON. */
const platformContent = { "text/html": { schema: { type: "string", description: "Of the platform: no JSON" } } };

/** What the document says of an operation, all of its answers included. */
export function describe(operation: Operation): DescribeRouteOptions {
  const { id, tag, summary, description, scope, params, query, body, isWrite, method } = operation;
  const requestBody = body && {
    required: true,
    content: { "application/json": { schema: toJsonSchema(body, "input") } },
  };
  const key = {
    name: "Idempotency-Key",
    in: "header" as const,
    required: method === "post",
    schema: { type: "string", minLength: 8, maxLength: 64, pattern: "^[A-Za-z0-9_-]+$" },
    description:
      "The same key with the same request within 24 hours gives the first answer again; with another request 422, while the first is under way 409.",
  };
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${description}\n\nScope: \`${scope}\`.`,
    security: [{ oauth: [scope] }],
    parameters: [...toParameters(params, "path"), ...toParameters(query, "query"), ...(isWrite ? [key] : [])],
    ...(requestBody ? { requestBody } : {}),
    responses: { ...toAnswers(operation), ...toProblems(operation) },
  } as DescribeRouteOptions;
}

function toAnswers({ answer, media, method, isWrite }: Operation): Responses {
  const contents = media.map((each) => [mediaTypes[each], { schema: toSchema(each, answer) }]);
  const headers = {
    ...limitHeaders,
    ...(method === "get" ? etag : {}),
    ...(answer.status === 202 ? location : {}),
    ...(media.length > 1 ? nextCursor : {}),
    ...(isWrite ? replayed : {}),
    ...answer.headers,
  };
  return {
    [answer.status]: { description: answer.description, headers, content: Object.fromEntries(contents) },
    ...(method === "get" ? { 304: { description: "As `If-None-Match` says you know it", headers } } : {}),
  } as Responses;
}

function toSchema(media: Media, { schema, columns = [] }: Operation["answer"]): OpenApiSchema {
  if (media === "json") return toJsonSchema(schema, "output");
  const form = media === "csv" ? "RFC 4180, with a header" : "One JSON object a line";
  const names = columns.map((each) => each.map((name) => `\`${name}\``).join(", ")).join("; or ");
  return { type: "string", description: `${form}: ${names}` };
}

function toProblems({ errors, query, params, body, isWrite }: Operation): Responses {
  const kinds = [
    ...always,
    ...(query || params || body ? withInput : []),
    ...(body ? withBody : []),
    ...(isWrite ? withKey : []),
    ...errors,
  ];
  const byStatus = Map.groupBy(new Set([...kinds, "bad_request" as const]), (kind) => errorKinds[kind].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((kind) => `${errorKinds[kind].title} (\`${kind}\`)`).join("; "),
        headers: {
          ...(status === 400 && body ? toOptional(limitHeaders) : limitHeaders),
          ...(status === 429 || status === 503 ? retryAfter : {}),
          ...(status === 401 ? authenticate : {}),
        },
        content: status === 400 && body ? { ...problemContent, ...platformContent } : problemContent,
      },
    ]),
  ) as Responses;
}
