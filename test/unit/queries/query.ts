export type Scope = "COLLECTION" | "COLLECTION_GROUP";
export type Direction = "ASCENDING" | "DESCENDING";

/** A query of Firestore as far as its index goes. */
export interface Query {
  readonly scope: Scope;
  /** Id of the collection, the last word of its path. */
  readonly collection: string;
  readonly where: readonly (readonly [field: string, op: string])[];
  readonly orderBy: readonly (readonly [field: string, direction: Direction])[];
}

/** Found in a source; `query` is null where the source alone does not tell what is asked. */
export interface Site {
  readonly file: string;
  readonly query: Query | null;
}

export function toText({ file, query }: Site): string {
  if (query === null) return `${file}: a query made of variables`;
  const filters = query.where.map(([field, op]) => ` where ${field} ${op}`);
  const orders = query.orderBy.map(([field, direction]) => ` order by ${field} ${direction}`);
  return `${file}: ${query.scope} ${query.collection}${[...filters, ...orders].join("")}`;
}
