import type { CommandOrder } from "@lastmeter/model/command";
import { type NetworkId, randomId } from "@lastmeter/model/ids";
import { AppError } from "../platform/app-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { CommandStore } from "./command.store.ts";
import { decideRight } from "./decide-right.ts";
import { type CommandActor, planCommand } from "./plan-command.ts";

/** A watched home commits once a second, and each commit may come between. */
const ATTEMPTS_MAX = 8;
const MINUTE_S = 60;

export interface CommandInput {
  readonly networkId: NetworkId;
  readonly order: CommandOrder;
  readonly lifeMs: number;
  readonly actor: CommandActor;
}

export interface CommandContext {
  readonly store: CommandStore;
  readonly clock: Clock;
}

/**
 * The one way to a command for whoever is not the gateway's own path: app, API, tick. The rules engine plans its own into the batch's
 * commit (`planCommand`). @throws AppError not_found, forbidden, bad_request, revoked, too_many
 */
export async function createCommand(
  { store, clock }: CommandContext,
  { networkId, order, lifeMs, actor }: CommandInput,
): Promise<{ commandId: string }> {
  const { who } = actor;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = clock();
    const ground = await store.readGround(networkId, order, who);
    if (ground === null) throw new AppError("not_found", "no such network");
    const { link, node, ...rights } = ground;
    const right = decideRight({ ...rights, order, who, now });
    if (right === "unknown") throw new AppError("not_found", "no such node or network of theirs");
    if (right === "forbidden") throw new AppError("forbidden", "may not give this command");
    const commandId = randomId();
    const entryId = randomId();
    const { commands, revoked: isRevoked } = link;
    const plan = planCommand({ networkId, commandId, entryId, order, lifeMs, actor, node, commands, isRevoked, now });
    if (plan.kind === "refused") {
      throw new AppError(plan.reason, "command", plan.reason === "too_many" ? MINUTE_S : null, plan.errors);
    }
    if ((await store.commit(networkId, commandId, ground, plan)) === "committed") return { commandId };
  }
  throw new AppError("unavailable", "contended", 2);
}
