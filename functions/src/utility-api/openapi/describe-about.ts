import type { DescribeRouteOptions } from "hono-openapi";

const about = (operationId: string, summary: string, media: string, schema: object, more: object = {}) =>
  ({
    operationId,
    tags: ["About"],
    summary,
    security: [],
    responses: { 200: { description: summary, content: { [media]: { schema } } }, ...more },
  }) as unknown as DescribeRouteOptions;

export const documentDescription = about(
  "getDocument",
  "This document",
  "application/json",
  { type: "object" },
  {
    304: { description: "As `If-None-Match` says you know it" },
  },
);
export const pagesDescription = about("getPages", "This document, to be read by people", "text/html", {
  type: "string",
});
