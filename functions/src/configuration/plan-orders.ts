import type { CommandOrder } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import { toCreation } from "../commands/command-writes.ts";
import type { OpenCommands } from "../commands/open-commands.ts";
import type { OrderedNode } from "../commands/order-rules.ts";
import { type CommandActor, planCommand } from "../commands/plan-command.ts";
import type { Write } from "../platform/writes.ts";

/** How long a setting may take until it is executed: devices on batteries answer late. */
const LIFE_MS = 120_000;

export interface OrdersFacts {
  readonly networkId: NetworkId;
  readonly node: OrderedNode | null;
  readonly commands: OpenCommands | undefined;
  readonly isRevoked: boolean;
  readonly now: number;
  readonly createId: () => string;
}

export interface Ordered {
  readonly order: CommandOrder;
  readonly actor: CommandActor;
}

export type OrderResult =
  | { readonly commandId: string }
  | { readonly refused: "bad_request" | "too_many" | "revoked"; readonly detail: string | null };

/** Several commands of one commit, each planned after the one before it. */
export function planOrders(facts: OrdersFacts, orders: readonly Ordered[]) {
  let { commands } = facts;
  let ring: Write | null = null;
  const writes: Write[] = [];
  const results = orders.map(({ order, actor }): OrderResult => {
    const commandId = facts.createId();
    const plan = planCommand({
      ...facts,
      commands,
      commandId,
      entryId: facts.createId(),
      order,
      actor,
      lifeMs: LIFE_MS,
    });
    if (plan.kind === "refused") return { refused: plan.reason, detail: plan.errors[0]?.expected ?? null };
    commands = plan.commands;
    ring = plan.ring;
    writes.push(toCreation(facts.networkId, commandId, plan.command), ...plan.writes);
    return { commandId };
  });
  return { commands, results, writes: ring === null ? writes : [...writes, ring] };
}
