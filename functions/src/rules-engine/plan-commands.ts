import type { Command } from "@lastmeter/model/command";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Deed, toRunId } from "@lastmeter/model/rule";
import type { OpenCommands } from "../commands/open-commands.ts";
import type { OrderedNode } from "../commands/order-rules.ts";
import { planCommand } from "../commands/plan-command.ts";
import type { Write } from "../platform/writes.ts";
import type { CompiledSet } from "./compile.ts";
import type { Effect } from "./effects.ts";

/** A switch that has waited for longer is no longer what the rule meant. */
const LIFE_MS = 120_000;

export interface CommandGround {
  readonly networkId: NetworkId;
  readonly compiled: CompiledSet;
  readonly commands: OpenCommands | undefined;
  readonly isRevoked: boolean;
  readonly findNode: (nodeId: NodeId) => OrderedNode | null;
  readonly now: number;
}

export interface RuleCommandPlan {
  readonly commands: OpenCommands | undefined;
  /** By id; their documents are the caller's to write. */
  readonly created: ReadonlyMap<string, Command>;
  /** Without the commands' own documents. */
  readonly writes: readonly Write[];
  /** Makes the gateway call; null: nothing was given. */
  readonly ring: Write | null;
  readonly deeds: ReadonlyMap<Effect, Deed>;
}

/** Commands of rules, on behalf of who made them, by the one planner of all commands. */
export function planRuleCommands(ground: CommandGround, effects: readonly Effect[]): RuleCommandPlan {
  let { commands } = ground;
  const created = new Map<string, Command>();
  const writes: Write[] = [];
  const deeds = new Map<Effect, Deed>();
  let ring: Write | null = null;
  for (const effect of effects) {
    if (effect.kind === "withhold") deeds.set(effect, toDeed(effect, { commandId: null, withheld: effect.why }));
    if (effect.kind !== "command") continue;
    const { place, order, by, hops } = effect;
    const commandId = randomId();
    const plan = planCommand({
      networkId: ground.networkId,
      commandId,
      entryId: randomId(),
      order,
      lifeMs: LIFE_MS,
      actor: {
        who: by,
        whoLabel: ground.compiled.byId.get(place.ruleId)?.byLabel ?? "",
        why: { source: "rule", cause: toCause(place), hops },
      },
      node: ground.findNode(order.nodeId),
      commands,
      isRevoked: ground.isRevoked,
      now: ground.now,
    });
    if (plan.kind === "refused") {
      const withheld = plan.reason === "too_many" ? "tooMany" : "refused";
      deeds.set(effect, toDeed(effect, { commandId: null, withheld }));
      continue;
    }
    ({ commands, ring } = plan);
    created.set(commandId, plan.command);
    writes.push(...plan.writes.filter((write) => !supersede(created, ground, write)));
    deeds.set(effect, toDeed(effect, { commandId, withheld: null }));
  }
  return { commands, created, writes, ring, deeds };
}

/** A command that a newer one of the same plan ends before it is stored: its document says so from the start. */
function supersede(created: Map<string, Command>, { networkId, now }: CommandGround, write: Write): boolean {
  for (const [id, command] of created) {
    if (write.path !== paths.command(networkId, id)) continue;
    created.set(id, { ...command, state: "failed", reason: "superseded", endedAt: now });
    return true;
  }
  return false;
}

type Given = Pick<Extract<Deed, { do: "command" }>, "commandId" | "withheld">;

function toDeed(
  { order: { nodeId, channel, value } }: Extract<Effect, { kind: "command" | "withhold" }>,
  given: Given,
): Deed {
  return { do: "command", nodeId, channel, value, ...given };
}

/** The run that a command is done for; `toRunPlace` reads it again. */
function toCause({ ruleId, seq }: { readonly ruleId: string; readonly seq: number }): string {
  return `${ruleId}/${toRunId(seq)}`;
}
