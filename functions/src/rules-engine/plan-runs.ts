import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Deed, type RuleRun, toRunId } from "@lastmeter/model/rule";
import type { Write } from "../platform/writes.ts";
import type { Effect, Withheld } from "./effects.ts";

/** By the action's place; of one that is there already, what of it changes. */
type Deeds = Record<"did" | "didWhenOver", Record<string, Deed | { readonly withheld: Withheld }>>;

interface RunChange {
  readonly ruleId: string;
  readonly seq: number;
  readonly isNew: boolean;
  readonly data: Omit<Partial<RuleRun>, keyof Deeds> & Deeds;
}

/** Traces of what happened, and when each rule last fired. @param deeds of effects that are actions @param isThere its document */
export function planRuns(
  networkId: NetworkId,
  effects: readonly Effect[],
  deeds: ReadonlyMap<Effect, Deed>,
  isThere: (ruleId: string) => boolean = () => true,
): Write[] {
  const runs = new Map<string, RunChange>();
  const runOf = (ruleId: string, seq: number): RunChange["data"] => {
    const key = `${ruleId} ${seq}`;
    const run = runs.get(key) ?? { ruleId, seq, isNew: false, data: { did: {}, didWhenOver: {} } };
    runs.set(key, run);
    return run.data;
  };
  const fired = new Map<string, Extract<Effect, { kind: "fire" }>>();
  for (const effect of effects) {
    if (effect.kind === "fire") {
      const { ruleId, seq } = effect;
      runs.set(`${ruleId} ${seq}`, { ruleId, seq, isNew: true, data: toNewRun(networkId, effect) });
      fired.set(ruleId, effect);
    } else if (effect.kind === "over") {
      Object.assign(runOf(effect.ruleId, effect.seq), { overAt: effect.at, overEvidence: effect.evidence });
    }
    const deed = effect.kind === "drop" ? { withheld: effect.why } : deeds.get(effect);
    if (!deed || !("place" in effect)) continue;
    const { ruleId, seq, over, index } = effect.place;
    runOf(ruleId, seq)[over ? "didWhenOver" : "did"][String(index)] = deed;
  }
  const kept = [...runs.values()].filter(({ ruleId }) => isThere(ruleId));
  return kept.map((run) => toWrite(networkId, run)).concat([...fired.values()].map(toFiring(networkId)));
}

function toNewRun(networkId: NetworkId, fire: Extract<Effect, { kind: "fire" }>): RuleRun {
  const { ruleId, version, seq, at, evidence, hops } = fire;
  return {
    v: 1,
    networkId,
    ruleId,
    version,
    seq,
    firedAt: at,
    evidence: [...evidence],
    did: {},
    overAt: null,
    overEvidence: [],
    didWhenOver: {},
    hops,
    outcomes: {},
    told: {},
  };
}

/** A new run takes the place of the oldest, whole. */
function toWrite(networkId: NetworkId, { ruleId, seq, isNew, data }: RunChange): Write {
  const path = paths.ruleRun(networkId, ruleId, toRunId(seq));
  return isNew ? { kind: "replaceFields", path, data, fields: Object.keys(data) } : { kind: "merge", path, data };
}

const toFiring =
  (networkId: NetworkId) =>
  ({ ruleId, seq, at }: Extract<Effect, { kind: "fire" }>): Write => ({
    kind: "merge",
    path: paths.rule(networkId, ruleId),
    data: { lastFiredAt: at, fired: seq + 1 },
  });
