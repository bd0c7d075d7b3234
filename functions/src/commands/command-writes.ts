import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { RuleRun } from "@lastmeter/model/rule";
import type { Write } from "../platform/writes.ts";

/** What of a command changes in its life. */
export type CommandPatch = Partial<Pick<Command, "state" | "reason" | "detail" | "sentAt" | "publishedAt" | "endedAt">>;

/** Only together with a guarded change of the link's record, which lists the command: so its document is there. */
export function toPatch(networkId: NetworkId, commandId: string, patch: CommandPatch): Write {
  return { kind: "replaceFields", path: paths.command(networkId, commandId), data: patch, fields: Object.keys(patch) };
}

/** What came of a command, for the trace of the rule's run that gave it. @param cause `rule/run`; null: nobody's, or one that is gone */
export function toOutcome(
  networkId: NetworkId,
  { id, cause }: { readonly id: string; readonly cause?: string | null | undefined },
  outcome: RuleRun["outcomes"][string],
): Write[] {
  const [ruleId, runId] = (cause ?? "").split("/");
  if (!ruleId || !runId) return [];
  return [{ kind: "merge", path: paths.ruleRun(networkId, ruleId, runId), data: { outcomes: { [id]: outcome } } }];
}

export function toCreation(networkId: NetworkId, commandId: string, command: Command): Write {
  return { kind: "create", path: paths.command(networkId, commandId), data: command };
}
