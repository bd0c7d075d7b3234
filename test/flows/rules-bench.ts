import { createRulesContext } from "@lastmeter/functions/src/rules/context.store.ts";
import { replayStored } from "@lastmeter/functions/src/rules/replay.store.ts";
import { handleRules } from "@lastmeter/functions/src/rules/rules.ts";
import type { NetworkId } from "@lastmeter/model/ids";
import type { RuleDraft } from "@lastmeter/model/rule";
import type { RulesRequest } from "@lastmeter/model/rule-request";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";

/** What the callable does, in this process and at a time of the test's. @throws AppError */
export function askRules(db: Firestore, uid: string, request: object, now: number) {
  const context = createRulesContext(db, now);
  const replay = (ground: Parameters<typeof replayStored>[1], asked: Extract<RulesRequest, { act: "replay" }>) =>
    replayStored(db, ground, asked, now);
  return handleRules({ ...context, replay }, { uid, verifiedEmail: `${uid}@example.org` }, request);
}

const savedSchema = z.object({ ruleId: z.string(), version: z.number(), promptness: z.string() });

export async function saveRule(db: Firestore, networkId: NetworkId, rule: RuleDraft, now: number, uid = "owner") {
  const request = { act: "save", networkId, ruleId: null, version: null, rule };
  return savedSchema.parse(await askRules(db, uid, request, now));
}

/** A draft that only says what it is about. */
export function toRule(change: Pick<RuleDraft, "when" | "actions"> & Partial<RuleDraft>): RuleDraft {
  return {
    name: "",
    onlyIf: null,
    whenOver: [],
    coolDownMs: 0,
    quiet: null,
    active: { from: null, to: null },
    editors: "managers",
    ...change,
  };
}
