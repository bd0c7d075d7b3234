import { ERASED_PRINCIPAL } from "@lastmeter/model/account";
import { type NetworkId, type NodeId, networkIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type RuleDraft, storedDraftSchema } from "@lastmeter/model/rule";
import { toNodeIds } from "@lastmeter/model/rule-sentence";
import type { DocumentReference, Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { changeAll } from "../erasure/change-all.store.ts";
import { deleteAll } from "../platform/delete-all.store.ts";

import { createRulesContext } from "./context.store.ts";
import { followNetwork } from "./follow.ts";

const ruledSchema = z.object({ rule: storedDraftSchema });

/** Rules about a node that is erased, with all that they did; of others, the versions that were about it. */
export async function eraseRulesOf(db: Firestore, networkId: NetworkId, nodeId: NodeId): Promise<void> {
  for (const { ref, rule } of await readRuled(db, paths.rules(networkId))) {
    if (toNodeIds(rule).includes(nodeId)) {
      await db.recursiveDelete(ref);
      continue;
    }
    for (const version of await readRuled(db, paths.ruleVersions(networkId, ref.id))) {
      if (!toNodeIds(version.rule).includes(nodeId)) continue;
      await deleteAll(db.collection(paths.ruleRuns(networkId, ref.id)).where("version", "==", Number(version.ref.id)));
      await version.ref.delete();
    }
  }
}

/** Who made rules and tariffs of others' homes: such rules act for nobody any more. */
export async function eraseAuthor(db: Firestore, uid: string): Promise<void> {
  const saved = { by: ERASED_PRINCIPAL, byLabel: "" };
  const own = await db.collectionGroup("rules").where("by", "==", uid).get();
  await changeAll(db.collectionGroup("versions").where("by", "==", uid), saved);
  await changeAll(db.collectionGroup("tariffs").where("by", "==", uid), { by: ERASED_PRINCIPAL });
  for (const { ref } of own.docs) await ref.update(saved);
  const networks = new Set(own.docs.map(({ ref }) => networkIdSchema.parse(ref.parent.parent?.id)));
  for (const networkId of networks) await followNetwork(createRulesContext(db, Date.now()), networkId);
}

/** Whom rules of others' homes would tell. */
export async function eraseRecipient(db: Firestore, networkId: NetworkId, uid: string): Promise<void> {
  for (const { ref, rule } of await readRuled(db, paths.rules(networkId))) {
    const versions = await readRuled(db, paths.ruleVersions(networkId, ref.id));
    for (const each of [{ ref, rule }, ...versions]) {
      if (JSON.stringify(each.rule).includes(JSON.stringify(uid)))
        await each.ref.update({ rule: without(each.rule, uid) });
    }
  }
  await followNetwork(createRulesContext(db, Date.now()), networkId);
}

function without(rule: RuleDraft, uid: string): RuleDraft {
  const forget = <A extends RuleDraft["actions"][number]>(action: A): A =>
    action.do === "notify" && action.to !== null
      ? { ...action, to: action.to.map((each) => (each === uid ? ERASED_PRINCIPAL : each)) }
      : action;
  return { ...rule, actions: rule.actions.map(forget), whenOver: rule.whenOver.map(forget) };
}

async function readRuled(db: Firestore, collection: string): Promise<{ ref: DocumentReference; rule: RuleDraft }[]> {
  const { docs } = await db.collection(collection).get();
  return docs.flatMap((snapshot) => {
    const { ref } = snapshot;
    const parsed = ruledSchema.safeParse(snapshot.data());
    return parsed.success ? [{ ref, rule: parsed.data.rule }] : [];
  });
}
