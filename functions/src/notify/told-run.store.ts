import type { Notice } from "@lastmeter/model/notice";
import { paths } from "@lastmeter/model/paths";
import { type RuleRun, toRunId } from "@lastmeter/model/rule";
import { type DocumentReference, FieldPath, type Firestore, type Transaction } from "firebase-admin/firestore";

type About = Pick<Notice, "networkId" | "ruleId" | "firing">;

/** The trace of the firing that a notice tells of; null: of none, or one that is kept no more. */
export async function readToldRun(
  db: Firestore,
  transaction: Transaction,
  { networkId, ruleId, firing }: About,
): Promise<DocumentReference | null> {
  if (networkId === null || ruleId === null || firing === undefined) return null;
  const run = await transaction.get(db.doc(paths.ruleRun(networkId, ruleId, toRunId(firing))));
  return run.get("seq") === firing ? run.ref : null;
}

/** What came of the notice. */
export function tellRun(
  transaction: Transaction,
  run: DocumentReference | null,
  noticeId: string,
  told: RuleRun["told"][string],
): void {
  if (run !== null) transaction.update(run, new FieldPath("told", noticeId), told);
}
