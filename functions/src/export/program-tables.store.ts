import { paths } from "@lastmeter/model/paths";
import { type DocumentSnapshot, FieldPath } from "firebase-admin/firestore";
import type { ExportSource } from "./export-source.store.ts";
import { readPages } from "./pages.store.ts";

const PAGE = 100;

/** Programs that the owner manages, their own and their companies'; secrets lie elsewhere. */
export function readPrograms(source: ExportSource) {
  const managed = source.db.collection("clients").where("managers", "array-contains", toOwner(source));
  return readPages(managed.orderBy(FieldPath.documentId()), PAGE);
}

/** A document a day and program. */
export async function* readProgramUsage(source: ExportSource): AsyncGenerator<readonly DocumentSnapshot[]> {
  for await (const programs of readPrograms(source)) {
    for (const { id } of programs) {
      yield* readPages(source.db.collection(paths.clientUsages(id)).orderBy(FieldPath.documentId()), PAGE);
    }
  }
}

export function readCompanies(source: ExportSource) {
  const administered = source.db.collection("providers").where("admins", "array-contains", toOwner(source));
  return readPages(administered.orderBy(FieldPath.documentId()), PAGE);
}

const toOwner = ({ network }: ExportSource): unknown => network.get("ownerId");
