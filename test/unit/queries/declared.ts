import { queries } from "../../../web/src/data/query.ts";
import type { Query, Site } from "./query.ts";

const group = (collection: string, where: Query["where"], orderBy: Query["orderBy"] = []): Query => ({
  scope: "COLLECTION_GROUP",
  collection,
  where,
  orderBy,
});

/** The app asks by a table of its own, which is read here as it is; its client makes queries of the table's rows only. */
const appQueries = Object.values(queries)
  .map((toSpec) => toSpec("uid"))
  .flatMap(({ path, where }): Query[] => {
    if (where === null) return [];
    return [{ scope: "COLLECTION", collection: path, where: [[where.field, where.op]], orderBy: [] }];
  });

/** Every query of the programs. A new one is written down here, with its index in firestore.indexes.json where it needs one. */
export const declared: readonly Site[] = [
  { file: "functions/src/tick/tick.store.ts", query: group("state", [["offlineAt", "<"]]) },
  { file: "functions/src/tick/tick.store.ts", query: group("watch", [["until", "<"]]) },
  { file: "web/src/data/firebase/firestore.ts", query: null },
];

export const declaredQueries: readonly Query[] = [...declared.flatMap(({ query }) => query ?? []), ...appQueries];
