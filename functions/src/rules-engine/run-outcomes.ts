import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { CommandPatch } from "../commands/command-writes.ts";
import type { Write } from "../platform/writes.ts";

/** What came of commands that rules gave, for the traces of the runs that gave them (`plan-commands.ts` names those). */
export function toOutcomeWrites(
  networkId: NetworkId,
  commands: ReadonlyMap<string, Command>,
  patches: ReadonlyMap<string, CommandPatch>,
): Write[] {
  return [...patches].flatMap(([id, { state, reason = null, endedAt }]): Write[] => {
    const why = commands.get(id)?.why;
    const [ruleId, runId] = why?.source === "rule" ? (why.cause ?? "").split("/") : [];
    if (!ruleId || !runId || !state || !endedAt) return [];
    const outcomes = { [id]: { state, reason, at: endedAt } };
    return [{ kind: "merge", path: paths.ruleRun(networkId, ruleId, runId), data: { outcomes } }];
  });
}
