import { toCanonical } from "@lastmeter/model/canonical";
import { type Channel, findPart } from "@lastmeter/model/channel";
import type { CommandOrder } from "@lastmeter/model/command";
import { firmwareKey, firmwareSchema } from "@lastmeter/model/configuration";
import type { NodeId } from "@lastmeter/model/ids";
import { isAsWanted, parseSettingText, type SettingValue } from "@lastmeter/model/setting";
import type { Channels, DirectoryNode } from "../protocols/protocol.ts";
import { type Heard, isAfter } from "./heard.ts";
import type { Place } from "./open-commands.ts";
import { isMomentary, isSame } from "./same-value.ts";
import { toFailure, type Verdict } from "./verdict.ts";

type Told = Pick<DirectoryNode, "channels" | "reported">;

/** Of orders that have no answer of their own: by what the node has told since. */
export function judgeSetting(order: CommandOrder, node: Told | undefined, after: Place, heard: Heard): Verdict | null {
  if (node === undefined || order.kind === "permitJoin" || order.nodeId === null) return null;
  const isHeard = isToldSince(order.nodeId, after, heard);
  switch (order.kind) {
    case "readSetting":
      return isHeard ? { state: "confirmed" } : null;
    case "firmware":
      return order.act === "update" && isHeard && isUpdating(node) ? { state: "confirmed" } : null;
    case "configure": {
      const { nodeId, setting } = order;
      const wanted = parseSettingText(order.value);
      const named = toNamed(setting, node.channels);
      const isReported =
        isHeard &&
        wanted !== undefined &&
        (isAsWanted(wanted, parseSettingText(node.reported?.[setting] ?? "")) ||
          isSaid(wanted, named, node.channels, toSaid(nodeId, after, heard)));
      return isReported ? { state: "confirmed" } : findFailure(nodeId, named, after, heard);
    }
    default:
      return null;
  }
}

function isToldSince(nodeId: NodeId, after: Place, heard: Heard): boolean {
  const sequence = heard.told?.get(nodeId);
  return sequence !== undefined && isAfter(after, heard, sequence);
}

function isUpdating({ reported }: Told): boolean {
  return firmwareSchema.safeParse(parseSettingText(reported?.[firmwareKey] ?? "")).data?.state === "updating";
}

/** Channels that a setting is about: those of its property, else the one of its own name; the outermost first. */
function toNamed(setting: string, channels: Channels): readonly Channel[] {
  const name = setting.slice(setting.indexOf(":") + 1);
  const within = Object.values(channels).filter(({ path }) => path[0] === name);
  const named = within.length > 0 ? within : Object.values(channels).filter(({ key }) => key === name);
  return named.sort((a, b) => a.path.length - b.path.length);
}

type Said = ReadonlyMap<string, readonly (string | number | boolean)[]>;

/** What the node has told since, by channel; a control and a setting alike. */
function toSaid(nodeId: NodeId, after: Place, { events, readings, values = [], ...heard }: Heard): Said {
  const said = new Map<string, (string | number | boolean)[]>();
  for (const { nodeId: of, channel, value, sequence } of [...events, ...readings, ...values]) {
    if (of !== nodeId || sequence === undefined || !isAfter(after, heard, sequence)) continue;
    said.set(channel, [...(said.get(channel) ?? []), value]);
  }
  return said;
}

function isSaid(wanted: SettingValue, [channel]: readonly Channel[], channels: Channels, said: Said): boolean {
  if (channel === undefined || wanted === null) return false;
  if (typeof wanted === "object" && !Array.isArray(wanted)) {
    return Object.entries(wanted).every(([name, part]) => {
      const of = findPart(channel, channels, name);
      return of !== undefined && isSaid(part, [of], channels, said);
    });
  }
  if (typeof wanted === "string" && isMomentary(channel, wanted)) return channel.readable;
  const canonical = toCanonical(channel, wanted);
  if (canonical.kind !== "value") return false;
  const { factor = 1, offset = 0 } = channel;
  const value = typeof wanted === "number" && channel.type === "numeric" ? wanted * factor + offset : canonical.value;
  return (said.get(channel.key) ?? []).some((reported) => isSame(channel, value, reported));
}

function findFailure(nodeId: NodeId, named: readonly Channel[], after: Place, heard: Heard): Verdict | null {
  const keys = new Set(named.map(({ key }) => key));
  const failure = heard.failures?.find(
    (each) =>
      each.nodeId === nodeId && isAfter(after, heard, each.sequence) && each.channels.some((key) => keys.has(key)),
  );
  return failure === undefined ? null : toFailure(failure);
}
