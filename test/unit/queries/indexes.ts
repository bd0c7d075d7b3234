import { z } from "zod/mini";
import type { Query, Scope } from "./query.ts";

const modeSchema = z.enum(["ASCENDING", "DESCENDING", "CONTAINS"]);
const order = z.optional(z.enum(["ASCENDING", "DESCENDING"]));
const arrayConfig = z.optional(z.literal("CONTAINS"));
const queryScope = z.enum(["COLLECTION", "COLLECTION_GROUP"]);

/** `firestore.indexes.json`. */
export const indexesSchema = z.strictObject({
  indexes: z.array(
    z.strictObject({
      collectionGroup: z.string(),
      queryScope,
      fields: z.array(z.strictObject({ fieldPath: z.string(), order, arrayConfig })),
    }),
  ),
  fieldOverrides: z.array(
    z.strictObject({
      collectionGroup: z.string(),
      fieldPath: z.string(),
      indexes: z.array(z.strictObject({ queryScope, order, arrayConfig })),
    }),
  ),
});
export type Indexes = z.infer<typeof indexesSchema>;
type Mode = z.infer<typeof modeSchema>;

interface Need {
  readonly field: string;
  /** Any of them serves. */
  readonly modes: readonly Mode[];
}

/** What production would miss; the emulator never asks. Null: the query has its index. */
export function findMissingIndex(query: Query, indexes: Indexes): string | null {
  const sorted = toSorted(query);
  const equal = query.where
    .filter(([field, op]) => isEquality(op) && !sorted.some((one) => one.field === field))
    .map(
      ([field, op]): Need => ({ field, modes: op.startsWith("array-") ? ["CONTAINS"] : ["ASCENDING", "DESCENDING"] }),
    );
  const needs = [...equal, ...sorted].filter(({ field }) => field !== "__name__");
  // Several plain equalities are served together by the index of each; nothing else is.
  const merges = sorted.length === 0 && needs.every(({ modes }) => !modes.includes("CONTAINS"));
  if (needs.length > 1 && !merges) return hasComposite(query, needs, indexes) ? null : `composite ${toFields(needs)}`;
  const missing = needs.filter((need) => !hasSingle(query, need, indexes));
  return missing.length === 0 ? null : `single-field ${toFields(missing)} in ${query.scope}`;
}

const isEquality = (op: string) => ["==", "in", "array-contains", "array-contains-any"].includes(op);
const toFields = (needs: readonly Need[]) => needs.map(({ field, modes }) => `${field} ${modes.join("|")}`).join(", ");

/** The fields whose order counts: a range without order sorts upwards. */
function toSorted({ where, orderBy }: Query): Need[] {
  if (orderBy.length > 0) return orderBy.map(([field, direction]) => ({ field, modes: [direction] }));
  const ranges = new Set(where.filter(([, op]) => !isEquality(op)).map(([field]) => field));
  return [...ranges].map((field) => ({ field, modes: ["ASCENDING"] }));
}

function hasSingle({ collection, scope }: Query, { field, modes }: Need, { fieldOverrides }: Indexes): boolean {
  const override = fieldOverrides.find(
    (one) => one.collectionGroup === collection && (field === one.fieldPath || field.startsWith(`${one.fieldPath}.`)),
  );
  if (override === undefined) return isAutomatic(scope);
  return override.indexes.some(
    (index) => index.queryScope === scope && modes.includes(index.order ?? index.arrayConfig ?? "ASCENDING"),
  );
}

const isAutomatic = (scope: Scope) => scope === "COLLECTION";

function hasComposite({ collection, scope }: Query, needs: readonly Need[], { indexes }: Indexes): boolean {
  const sortedFrom = needs.findIndex(({ modes }) => modes.length === 1 && !modes.includes("CONTAINS"));
  const equal = sortedFrom === -1 ? needs : needs.slice(0, sortedFrom);
  const sorted = sortedFrom === -1 ? [] : needs.slice(sortedFrom);
  return indexes.some((index) => {
    if (index.collectionGroup !== collection || index.queryScope !== scope || index.fields.length !== needs.length)
      return false;
    const serves = (need: Need, at: number) => {
      const field = index.fields[at];
      return field?.fieldPath === need.field && need.modes.includes(field.order ?? field.arrayConfig ?? "ASCENDING");
    };
    const first = index.fields.slice(0, equal.length);
    return (
      equal.every((need) => first.some((_, at) => serves(need, at))) &&
      sorted.every((need, at) => serves(need, equal.length + at))
    );
  });
}
