import type { Firestore } from "firebase-admin/firestore";
import { protocolFor } from "../protocols/registry.ts";
import type { RulesContext } from "./apply-rules.ts";
import { readPast } from "./replay.store.ts";
import { createRulesStore } from "./rules.store.ts";

export function createRulesContext(db: Firestore, now: number): RulesContext {
  return {
    store: createRulesStore(db),
    now,
    protocolFor,
    readPast: (rules, ground, compiled) => readPast(db, rules, ground, compiled, now),
  };
}
