import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";

/** What of a command changes in its life. */
export type CommandPatch = Partial<Pick<Command, "state" | "reason" | "detail" | "sentAt" | "publishedAt" | "endedAt">>;

/** Only together with a guarded change of the link's record, which lists the command: so its document is there. */
export function toPatch(networkId: NetworkId, commandId: string, patch: CommandPatch): Write {
  return { kind: "replaceFields", path: paths.command(networkId, commandId), data: patch, fields: Object.keys(patch) };
}

export function toCreation(networkId: NetworkId, commandId: string, command: Command): Write {
  return { kind: "create", path: paths.command(networkId, commandId), data: command };
}
