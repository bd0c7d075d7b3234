import type { DescribeRouteOptions } from "hono-openapi";

const about = (operationId: string, summary: string, media: string, schema: object) =>
  ({
    operationId,
    tags: ["About"],
    summary,
    security: [],
    responses: { 200: { description: summary, content: { [media]: { schema } } } },
  }) as unknown as DescribeRouteOptions;

export const documentDescription = about("getDocument", "This document", "application/json", { type: "object" });
export const pagesDescription = about("getPages", "This document, to be read by people", "text/html", {
  type: "string",
});
