import { z } from "zod/mini";

type JsonSchema = Record<string, unknown>;

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. @param io what a caller sends, or what leaves. */
export function toJsonSchema(schema: z.ZodMiniType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, override });
  return json;
}

/** `date-time` says it; the pattern behind it is a page long. */
function override({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description?: string;
}

/** What the same parameter means wherever it stands. */
const words: Readonly<Record<string, string>> = {
  nodeId: "`id` in the list of nodes.",
  commandId: "`id` that the command was accepted with.",
  from: "Beginning, included: ISO 8601 with `Z` or an offset.",
  to: "End, not included.",
  resolution: "Not finer than the grant's.",
  channel: "Names, separated by commas; without it all that are granted.",
  limit: "The most that a page holds.",
  cursor: "`next` of the answer before, with the same parameters.",
};

/** Each property of an object as a parameter of its own. */
export function toParameters(schema: z.ZodMiniType | null, place: "path" | "query"): Parameter[] {
  if (schema === null) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", override });
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: each as JsonSchema,
    ...(words[name] === undefined ? {} : { description: words[name] }),
  }));
}
