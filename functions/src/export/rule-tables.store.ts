import { paths } from "@lastmeter/model/paths";
import { FieldPath } from "firebase-admin/firestore";
import type { ExportSource } from "./export-source.store.ts";
import { readPages } from "./pages.store.ts";

const PAGE = 100;

/** Documents of the network's rules, what they were before, and what they did. */
export function readRules({ db, networkId }: ExportSource) {
  return readPages(db.collection(paths.rules(networkId)).orderBy(FieldPath.documentId()), PAGE);
}

export async function* readVersions(source: ExportSource) {
  for (const id of await readIds(source)) {
    const versions = source.db.collection(paths.ruleVersions(source.networkId, id)).orderBy(FieldPath.documentId());
    yield* readPages(versions, PAGE);
  }
}

export async function* readRuns(source: ExportSource) {
  for (const id of await readIds(source)) {
    yield* readPages(source.db.collection(paths.ruleRuns(source.networkId, id)).orderBy(FieldPath.documentId()), PAGE);
  }
}

export function readTariffs({ db, networkId }: ExportSource) {
  return readPages(db.collection(paths.tariffs(networkId)).orderBy(FieldPath.documentId()), PAGE);
}

async function readIds({ db, networkId }: ExportSource): Promise<string[]> {
  return (await db.collection(paths.rules(networkId)).listDocuments()).map(({ id }) => id);
}
