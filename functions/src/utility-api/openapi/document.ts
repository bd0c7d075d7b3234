import { z } from "zod/mini";

const schema = z.record(z.string(), z.unknown());
const content = z.optional(z.record(z.string(), z.object({ schema: z.optional(schema) })));

const operationSchema = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z._default(z.string(), ""),
  parameters: z._default(
    z.array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z._default(z.boolean(), false),
        schema,
        description: z._default(z.string(), ""),
      }),
    ),
    [],
  ),
  requestBody: z.optional(z.object({ content })),
  responses: z.record(z.string(), z.object({ description: z.string(), content })),
});
export type DocumentedOperation = z.infer<typeof operationSchema>;

/** As much of an OpenAPI document as its pages show. */
export const documentSchema = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});
