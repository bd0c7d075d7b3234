import type { DescribeRouteOptions } from "hono-openapi";
import { authenticate, limitHeaders, retryAfter, toOptional } from "./headers.ts";

const errors = [
  "invalid_request",
  "invalid_client",
  "unsupported_grant_type",
  "invalid_scope",
  "slow_down",
  "server_error",
];
const fault = (description: string, headers: object = {}) => ({
  description,
  headers: { ...limitHeaders, ...headers },
  content: {
    "application/json": {
      schema: {
        type: "object",
        properties: { error: { type: "string", enum: errors }, error_description: { type: "string" } },
        required: ["error", "error_description"],
      },
    },
  },
});

export const tokenDescription = {
  operationId: "getToken",
  tags: ["Tokens"],
  summary: "A token for the calls of the next ten minutes",
  description:
    "RFC 6749, 4.4, with the client's id and secret in an `Authorization: Basic` header or in the body. Scopes that the client does not have are left out. What an owner grants is not in the token: it is read at each call.",
  security: [{ client: [] }, {}],
  requestBody: {
    required: true,
    content: {
      "application/x-www-form-urlencoded": {
        schema: {
          type: "object",
          properties: {
            grant_type: { type: "string", enum: ["client_credentials"] },
            scope: { type: "string" },
            client_id: { type: "string" },
            client_secret: { type: "string" },
          },
          required: ["grant_type"],
        },
      },
    },
  },
  responses: {
    200: {
      description: "The token",
      headers: limitHeaders,
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: {
              access_token: { type: "string" },
              token_type: { type: "string", enum: ["Bearer"] },
              expires_in: { type: "integer" },
              scope: { type: "string" },
            },
            required: ["access_token", "token_type", "expires_in", "scope"],
          },
        },
      },
    },
    400: fault("Not a request for a token, or for scopes the client does not have"),
    401: fault("No such client, a wrong secret, or a client that is disabled or suspended", authenticate),
    429: fault("Too many tokens, or too many wrong secrets", retryAfter),
    500: { ...fault("Internal error"), headers: toOptional(limitHeaders) },
  },
} as unknown as DescribeRouteOptions;

const key = {
  type: "object",
  properties: Object.fromEntries(
    ["kty", "crv", "kid", "x", "y", "alg", "use"].map((name) => [name, { type: "string" }]),
  ),
  required: ["kty", "crv", "kid", "x", "y", "alg", "use"],
};

export const jwksDescription = {
  operationId: "getKeys",
  tags: ["Tokens"],
  summary: "Public keys of the tokens",
  description: "RFC 7517. May be kept an hour.",
  security: [],
  responses: {
    200: {
      description: "The keys",
      content: {
        "application/json": {
          schema: { type: "object", properties: { keys: { type: "array", items: key } }, required: ["keys"] },
        },
      },
    },
  },
} as unknown as DescribeRouteOptions;
