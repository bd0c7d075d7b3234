import { randomId } from "@lastmeter/model/ids";
import { z } from "zod/mini";

const schemaSchema = z.looseObject({
  required: z._default(z.array(z.string()), []),
  get properties() {
    return z.optional(z.record(z.string(), schemaSchema));
  },
  get items() {
    return z.optional(schemaSchema);
  },
});
type Schema = z.infer<typeof schemaSchema>;

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        security: z.array(z.record(z.string(), z.array(z.string()))),
        parameters: z._default(
          z.array(z.object({ name: z.string(), in: z.string(), required: z._default(z.boolean(), false) })),
          [],
        ),
        requestBody: z.optional(z.object({ content: z.record(z.string(), z.object({ schema: schemaSchema })) })),
      }),
    ),
  ),
});

/** One operation that needs a token, to be asked about a node in a way it would answer. */
export interface Ask {
  readonly id: string;
  readonly scope: string;
  /** `path`, `body`, or null: it names none. */
  readonly names: "path" | "body" | null;
  toRequest(nodeId: string, bearer: string | null): Request;
}

const from = "2026-06-15T00:00:00Z";
const to = "2026-06-16T00:00:00Z";

/** By the name of a parameter or property. */
const toSamples = (nodeId: string): Readonly<Record<string, unknown>> => ({
  ...{ nodeId, nodeIds: [nodeId], commandId: "c".repeat(22), from, to, resolution: "day" },
  ...{ channel: "state", channels: ["power"], value: true, key: "c:child_lock", rev: 0, "Idempotency-Key": randomId() },
});

/** Every operation of an OpenAPI document that needs a token, with all that it requires. What is new is asked, or fails here. */
export function toAsks(document: unknown): Ask[] {
  const { paths } = documentSchema.parse(document);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId, security, parameters, requestBody }]): Ask[] => {
      const scope = security[0]?.oauth?.[0];
      if (scope === undefined) return [];
      const body = requestBody?.content["application/json"]?.schema;
      const named = body && JSON.stringify(toValue(body, "", toSamples("n"))).includes('"n"') ? "body" : null;
      return [
        {
          id: operationId,
          scope,
          names: path.includes("{nodeId}") ? "path" : named,
          toRequest(nodeId, bearer) {
            const samples = toSamples(nodeId);
            const needed = parameters
              .filter(({ required }) => required)
              .map((each) => ({ ...each, text: toText(each.name) }));
            function toText(name: string): string {
              if (!(name in samples)) throw new Error(`${operationId}: what is ${name}?`);
              return String(samples[name]);
            }
            const target = needed.reduce((all, { name, text }) => all.replace(`{${name}}`, text), path);
            const query = needed.filter((each) => each.in === "query").map(({ name, text }) => [name, text]);
            const headers = needed.filter((each) => each.in === "header").map(({ name, text }) => [name, text]);
            return new Request(`http://api${target}?${new URLSearchParams(query)}`.replace(/\?$/, ""), {
              method: method.toUpperCase(),
              headers: {
                ...Object.fromEntries(headers),
                ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
                ...(body ? { "content-type": "application/json" } : {}),
              },
              ...(body ? { body: JSON.stringify(toValue(body, operationId, samples)) } : {}),
            });
          },
        },
      ];
    }),
  );
}

function toValue(
  { properties, items, required }: Schema,
  name: string,
  samples: Readonly<Record<string, unknown>>,
): unknown {
  if (name in samples) return samples[name];
  if (items) return [toValue(items, `${name}[]`, samples)];
  if (!properties) throw new Error(`what is ${name}?`);
  return Object.fromEntries(
    required.map((each) => [each, toValue(properties[each] ?? { required: [] }, each, samples)]),
  );
}
