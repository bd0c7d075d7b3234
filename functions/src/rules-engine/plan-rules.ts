import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import type { AlarmChange } from "../alarms/plan-alarms.ts";
import type { OpenCommands } from "../commands/open-commands.ts";
import type { Write } from "../platform/writes.ts";
import type { CompiledSet } from "./compile.ts";
import { type EngineState, toDueAt } from "./engine-state.ts";
import { evaluate, type Seed } from "./evaluate.ts";
import type { Fact } from "./facts.ts";
import { planRuleCommands } from "./plan-commands.ts";
import { planRuns } from "./plan-runs.ts";
import { planTold, tellsPeople } from "./plan-told.ts";

export interface RulesGround {
  readonly networkId: NetworkId;
  readonly compiled: CompiledSet;
  readonly before: EngineState;
  readonly facts: readonly Fact[];
  readonly now: number;
  /** Of the link's record. */
  readonly commands: OpenCommands | undefined;
  readonly isRevoked: boolean;
  /** Whether the rule is one that is off now, or is removed with its traces. Absent: none is gone. */
  readonly isThere?: (ruleId: string) => boolean;
  /** Absent: they begin with nothing. */
  readonly seed?: Seed;
  /** Owner and administrators; asked only where somebody is told. */
  readonly readManagers: () => Promise<readonly string[]>;
}

export interface RulesPlan {
  readonly state: EngineState;
  /** When the clock has something for them; when something that lasts has lasted. */
  readonly clockDueAt: number | null;
  readonly toldDueAt: number | null;
  /** For the alarms' own planner, in the same commit. */
  readonly alarms: readonly AlarmChange[];
  readonly writes: readonly Write[];
  readonly commands: OpenCommands | undefined;
  /** Their documents are the caller's to write. */
  readonly created: ReadonlyMap<string, Command>;
  readonly ring: Write | null;
}

/** What facts and time come to for a network's rules: one commit, guarded by the link's record. */
export async function planRules(ground: RulesGround): Promise<RulesPlan> {
  const { networkId, compiled, facts, before, now } = ground;
  const { state, effects } = evaluate(compiled, facts, before, now, ground.seed);
  const given = planRuleCommands({ ...ground, findNode: (nodeId) => findNode(compiled, nodeId) }, effects);
  const managers = tellsPeople(effects) ? await ground.readManagers() : [];
  const told = await planTold({ networkId, compiled, managers, now }, effects);
  const runs = planRuns(networkId, effects, new Map([...given.deeds, ...told.deeds]), ground.isThere);
  return {
    state,
    clockDueAt: toDueAt(state, "clock"),
    toldDueAt: toDueAt(state, "told"),
    alarms: told.alarms,
    // What comes of a command stands in a run that may begin with the same commit.
    writes: [...runs, ...given.writes, ...told.writes],
    commands: given.commands,
    created: given.created,
    ring: given.ring,
  };
}

/** Whether it was approved is checked when the command is handed over, by the node's own document. */
function findNode({ nodes }: CompiledSet, nodeId: Parameters<Parameters<typeof planRuleCommands>[0]["findNode"]>[0]) {
  const node = nodes.get(nodeId);
  return node ? { status: "active" as const, channels: node.channels } : null;
}
