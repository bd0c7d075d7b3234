import { z } from "zod/mini";

type Json = Record<string, unknown>;
export type Random = () => number;

const schema = z.record(z.string(), z.unknown());
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z._default(
          z.array(z.object({ name: z.string(), in: z.string(), required: z._default(z.boolean(), false), schema })),
          [],
        ),
        requestBody: z.optional(z.object({ content: z.record(z.string(), z.object({ schema })) })),
      }),
    ),
  ),
});

export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Reproducible: mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const hostile: readonly unknown[] = [
  ...[
    "",
    " ",
    "null",
    "-1",
    "1e999",
    "0x10",
    "%00",
    "\u0000",
    "../..",
    "A".repeat(5000),
    "ÄÖ🙂\ud800",
    "' or 1=1",
    "[]",
    "{}",
  ],
  ...[null, true, -1, 0, 1.5, 1e308, 2 ** 60, [], {}, [[[[[[[[[[1]]]]]]]]]], { __proto__: { admin: true } }],
  ...[{ constructor: { prototype: {} } }, "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-20T00:00:00+99:00"],
];

/** What exists: ids of nodes, and values by the names of parameters and properties. */
export interface Known {
  readonly nodeIds: readonly string[];
  readonly values: Readonly<Record<string, readonly unknown[]>>;
}

/** Requests of every operation of a document: mostly as it says, now and then not at all. */
export function createRequests(document: unknown, { nodeIds, values }: Known, random: Random): () => FuzzedRequest {
  const { paths } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const isOdd = (share: number) => random() < share;

  function toNamed(name: string, of: Json, depth = 0): unknown {
    const meant = values[name];
    return meant !== undefined && isOdd(0.7) ? pick(meant) : toValue(of, depth);
  }

  function toValue(of: Json, depth = 0): unknown {
    if (isOdd(0.06)) return pick(hostile);
    if (Array.isArray(of.enum)) return pick(of.enum);
    const either = of.anyOf ?? of.oneOf;
    if (Array.isArray(either)) return toValue(pick(either) as Json, depth + 1);
    if (of.const !== undefined) return of.const;
    switch (of.type) {
      case "integer":
      case "number":
        return Math.floor(Number(of.minimum ?? 0) + random() * Math.min(500, Number(of.maximum ?? 500)));
      case "boolean":
        return isOdd(0.5);
      case "array":
        return Array.from({ length: Math.floor(random() * 4) + 1 }, () => toValue((of.items ?? {}) as Json, depth + 1));
      case "object":
        return toObject(of, depth);
      default:
        return toText(of);
    }
  }

  function toObject(of: Json, depth: number): Json {
    const properties = Object.entries((of.properties ?? {}) as Record<string, Json>);
    const required = (of.required ?? []) as string[];
    const chosen = properties.filter(([name]) => (required.includes(name) ? !isOdd(0.05) : isOdd(0.5)));
    const odd = isOdd(0.05) ? [["unexpected", pick(hostile)]] : [];
    return Object.fromEntries([...chosen.map(([name, each]) => [name, toNamed(name, each, depth + 1)]), ...odd]);
  }

  function toText(of: Json): string {
    if (of.format === "date-time")
      return new Date(Date.UTC(2026, 10, 18) + Math.floor(random() * 400) * 900_000).toISOString();
    if (typeof of.pattern === "string" && of.pattern.includes("{22}"))
      return isOdd(0.7) ? pick(nodeIds) : "A".repeat(22);
    if (typeof of.pattern === "string" && of.pattern.includes("total"))
      return pick(["power", "state", "total.power", "energyImport", "nothing"]);
    if (of.maxLength === 1000) return pick(["power", "total.power,power", "nothing", "power,power", ","]);
    return Array.from({ length: 8 + Math.floor(random() * 20) }, () => pick([..."abcXYZ019_-"])).join("");
  }

  return () => {
    const { path, method, operation } = pick(operations);
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    let target = path;
    for (const { name, in: place, required, schema: of } of operation.parameters) {
      if (place !== "path" && !required && isOdd(0.6)) continue;
      const value = toNamed(name, of);
      const text = typeof value === "string" ? value : JSON.stringify(value);
      if (place === "path")
        target = target.replace(`{${name}}`, encodeURIComponent(text.replaceAll("\ud800", "")) || "x");
      else if (place === "query") query.append(name, text);
      else headers[name.toLowerCase()] = text.replaceAll(/[^\x20-\x7e]/g, "");
    }
    if (isOdd(0.05)) query.append("unexpected", "1");
    if (isOdd(0.3))
      headers.accept = pick([
        "text/csv",
        "application/x-ndjson",
        "application/json;q=0.5, */*;q=0.1",
        "image/png",
        ";;,",
      ]);
    if (isOdd(0.1)) headers["if-none-match"] = pick(["*", '"x"', "W/"]);
    const search = query.size === 0 ? "" : `?${query}`;
    const [media, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
    if (media === undefined || content === undefined) return { method, path: target + search, headers, body: null };
    const value = toValue(content.schema);
    headers["content-type"] = isOdd(0.05) ? "text/plain" : media;
    const text = media === "application/json" ? JSON.stringify(value) : new URLSearchParams(toFields(value)).toString();
    const body = isOdd(0.04) ? text.slice(0, Math.floor(text.length / 2)) : text;
    return { method, path: target + search, headers, body };
  };
}

const toFields = (value: unknown): Record<string, string> =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))
    : {};
