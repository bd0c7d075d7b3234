import type { CommandOrder } from "@lastmeter/model/command";
import { firmwareKey, firmwareSchema } from "@lastmeter/model/configuration";
import type { NodeId } from "@lastmeter/model/ids";
import { isAsWanted, parseSettingText } from "@lastmeter/model/setting";
import type { DirectoryNode } from "../protocols/protocol.ts";
import { type Heard, isAfter } from "./heard.ts";
import type { Place } from "./open-commands.ts";
import { toFailure, type Verdict } from "./verdict.ts";

/** Of orders that have no answer of their own: by what the node has told since. */
export function judgeSetting(
  order: CommandOrder,
  node: Pick<DirectoryNode, "channels" | "reported"> | undefined,
  after: Place,
  heard: Heard,
): Verdict | null {
  if (node === undefined || order.kind === "permitJoin" || order.nodeId === null) return null;
  const isHeard = isToldSince(order.nodeId, after, heard);
  switch (order.kind) {
    case "readSetting":
      return isHeard ? { state: "confirmed" } : null;
    case "firmware":
      return order.act === "update" && isHeard && isUpdating(node) ? { state: "confirmed" } : null;
    case "configure": {
      const wanted = parseSettingText(order.value);
      const reported = parseSettingText(node.reported?.[order.setting] ?? "");
      if (isHeard && wanted !== undefined && isAsWanted(wanted, reported)) return { state: "confirmed" };
      return findFailure(order.nodeId, order.setting, node, after, heard);
    }
    default:
      return null;
  }
}

function isToldSince(nodeId: NodeId, after: Place, heard: Heard): boolean {
  const sequence = heard.told?.get(nodeId);
  return sequence !== undefined && isAfter(after, heard, sequence);
}

function isUpdating({ reported }: Pick<DirectoryNode, "reported">): boolean {
  return firmwareSchema.safeParse(parseSettingText(reported?.[firmwareKey] ?? "")).data?.state === "updating";
}

/** The network names a channel; a setting's name is the outermost of its path, or its own. */
function findFailure(
  nodeId: NodeId,
  setting: string,
  { channels }: Pick<DirectoryNode, "channels">,
  after: Place,
  heard: Heard,
): Verdict | null {
  const name = setting.slice(setting.indexOf(":") + 1);
  const failure = heard.failures?.find(
    (each) =>
      each.nodeId === nodeId &&
      isAfter(after, heard, each.sequence) &&
      each.channels.some((key) => key === name || channels[key]?.path[0] === name),
  );
  return failure === undefined ? null : toFailure(failure.detail);
}
