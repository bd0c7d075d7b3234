import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import { type CommandPatch, toOutcome } from "../commands/command-writes.ts";
import type { Write } from "../platform/writes.ts";

/** What came of commands that rules gave, for the traces of the runs that gave them (`plan-commands.ts` names those). */
export function toOutcomeWrites(
  networkId: NetworkId,
  commands: ReadonlyMap<string, Command>,
  patches: ReadonlyMap<string, CommandPatch>,
): Write[] {
  return [...patches].flatMap(([id, { state, reason = null, endedAt }]): Write[] => {
    const why = commands.get(id)?.why;
    if (why?.source !== "rule" || !state || !endedAt) return [];
    return toOutcome(networkId, { id, cause: why.cause }, { state, reason, at: endedAt });
  });
}
