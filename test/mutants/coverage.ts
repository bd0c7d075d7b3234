import { z } from "zod/mini";

/** The emulator's report of how often each expression had which value, as far as it is read here. */
interface Reported {
  readonly sourcePosition: { readonly currentOffset?: number | undefined; readonly endOffset?: number | undefined };
  readonly values?: readonly { readonly value: Readonly<Record<string, unknown>> }[] | undefined;
  readonly children?: readonly Reported[] | undefined;
}
const reportedSchema: z.ZodMiniType<Reported> = z.object({
  sourcePosition: z.object({ currentOffset: z.optional(z.int()), endOffset: z.optional(z.int()) }),
  values: z.optional(z.array(z.object({ value: z.record(z.string(), z.unknown()) }))),
  get children() {
    return z.optional(z.array(reportedSchema));
  },
});
const reportSchema = z.object({ report: z.array(reportedSchema) });

/** Values by place of the expression in the text: `false` also where it fails or, in a query, is not proved: all of them deny. */
export type Coverage = Map<string, Set<"true" | "false" | "value">>;

export function addCoverage(coverage: Coverage, report: unknown): void {
  const add = ({ sourcePosition: { currentOffset = 0, endOffset = 0 }, values = [], children = [] }: Reported) => {
    const place = `${currentOffset}-${endOffset}`;
    const seen = coverage.get(place) ?? new Set();
    coverage.set(place, seen);
    for (const { value } of values) {
      if ("boolValue" in value) seen.add(value.boolValue === true ? "true" : "false");
      else seen.add("undefined" in value || Object.keys(value).length === 0 ? "false" : "value");
    }
    for (const child of children) add(child);
  };
  for (const one of reportSchema.parse(report).report) add(one);
}

/** Expressions that never had a value, and conditions that were never true or never false. */
export function findGaps(coverage: Coverage, source: string): string[] {
  return [...coverage].flatMap(([place, seen]) => {
    const [start = 0, end = 0] = place.split("-").map(Number);
    const line = source.slice(0, start).split("\n").length;
    const name = `firestore.rules:${line} ${source.slice(start, end).replaceAll(/\s+/g, " ").slice(0, 100)}`;
    if (!seen.has("true") && !seen.has("value")) return [`${name}: never evaluated, or never true`];
    if (seen.has("value")) return [];
    return seen.has("false") ? [] : [`${name}: never false`];
  });
}
