import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import {
  type Rule,
  type RuleRun,
  type RuleVersion,
  ruleRunSchema,
  ruleSchema,
  ruleVersionSchema,
} from "@lastmeter/model/rule";
import { type RulesRequest, replayResultSchema, ruleSavedSchema } from "@lastmeter/model/rule-request";
import { type HomeTariff, homeTariffSchema } from "@lastmeter/model/tariff";
import { useMemo } from "react";
import { z } from "zod/mini";
import { call } from "./call.ts";
import { loadFirestore } from "./client.ts";
import { store } from "./home-data.ts";
import { parseBy, type Query } from "./query.ts";
import { type Loaded, useLoaded } from "./store.ts";

type Of<Act extends RulesRequest["act"]> = Omit<Extract<RulesRequest, { act: Act }>, "act">;
const done = z.unknown();

/** The acts of rules. @throws CallError */
export const rules = {
  save: (request: Of<"save">) => call("rules", { act: "save", ...request }, ruleSavedSchema),
  setOn: (request: Of<"setOn">) => call("rules", { act: "setOn", ...request }, done),
  remove: (request: Of<"remove">) => call("rules", { act: "remove", ...request }, done),
  replay: (request: Of<"replay">) => call("rules", { act: "replay", ...request }, replayResultSchema),
  setTariff: (request: Of<"setTariff">) => call("rules", { act: "setTariff", ...request }, done),
};

const RUNS_PAGE = 20;
const ofHome = (networkId: NetworkId) => ({ field: "networkId", op: "==", value: networkId }) as const;
const parseRun = parseBy(ruleRunSchema);

const queries = {
  all: (networkId: NetworkId): Query<Rule> => ({
    path: paths.rules(networkId),
    where: ofHome(networkId),
    parse: parseBy(ruleSchema),
  }),
  /** Those that have no end. */
  tariffs: (networkId: NetworkId): Query<HomeTariff> => ({
    path: paths.tariffs(networkId),
    where: { field: "until", op: "==", value: null },
    parse: parseBy(homeTariffSchema),
  }),
  version: (networkId: NetworkId, ruleId: string, version: number): Query<RuleVersion> => ({
    path: paths.ruleVersion(networkId, ruleId, version),
    where: null,
    parse: parseBy(ruleVersionSchema),
  }),
};

export function useRules(networkId: NetworkId): Loaded<Rule> {
  return useLoaded(
    store,
    useMemo(() => queries.all(networkId), [networkId]),
  );
}

export function useTariffs(networkId: NetworkId): Loaded<HomeTariff> {
  return useLoaded(
    store,
    useMemo(() => queries.tariffs(networkId), [networkId]),
  );
}

/** What a run of that version meant; never changes. */
export function useRuleVersion(networkId: NetworkId, ruleId: string, version: number): RuleVersion | null {
  const loaded = useLoaded(
    store,
    useMemo(() => queries.version(networkId, ruleId, version), [networkId, ruleId, version]),
  );
  return loaded.value?.get(String(version)) ?? null;
}

/** A page of a rule's firings, newest first. */
export async function readRuns(networkId: NetworkId, ruleId: string, before: number | null) {
  const spec = { path: paths.ruleRuns(networkId, ruleId), where: [], newest: "firedAt", size: RUNS_PAGE, before };
  const found = await (await loadFirestore()).readPage(spec);
  const runs = found.flatMap(({ id, fields }): (readonly [string, RuleRun])[] => {
    const run = parseRun(fields);
    return run ? [[id, run]] : [];
  });
  return { runs, before: found.length === RUNS_PAGE ? (runs.at(-1)?.[1].firedAt ?? null) : null };
}
