import { type Channel, findPart } from "@lastmeter/model/channel";
import { type CommandOrder, type CommandValue, TOGGLE } from "@lastmeter/model/command";
import { toSteps } from "@lastmeter/model/units";
import type { DirectoryNode } from "../protocols/protocol.ts";
import { type Heard, isAfter } from "./heard.ts";
import { judgeSetting } from "./judge-setting.ts";
import type { Place } from "./open-commands.ts";
import { toFailure, type Verdict } from "./verdict.ts";

type Reported = string | number | boolean;

/** A share of a channel's range that devices round away. */
const ROUNDED_SHARE = 0.01;

/**
 * What became of a command that its network has: by the answer to its request, else by what the node reports of the channel. A report
 * of another value is no refusal: the old state may be told once more before the new one. Null: nothing was heard of it.
 */
export function judge(
  { id, order, after }: { readonly id: string; readonly order: CommandOrder; readonly after: Place },
  node: Pick<DirectoryNode, "channels" | "reported"> | undefined,
  heard: Heard,
): Verdict | null {
  const answer = heard.answers?.find(({ transaction }) => transaction === id);
  if (answer) return answer.isDone ? { state: "confirmed" } : toFailure(answer.detail);
  if (order.kind !== "set") return judgeSetting(order, node, after, heard);
  const channel = node?.channels[order.channel];
  if (node === undefined || channel === undefined) return null;
  if (isReported(order, channel, node.channels, after, heard)) return { state: "confirmed" };
  const failure = heard.failures?.find(
    (each) =>
      each.nodeId === order.nodeId && each.channels.includes(order.channel) && isAfter(after, heard, each.sequence),
  );
  return failure ? toFailure(failure.detail) : null;
}

function isReported(
  { nodeId, value }: Extract<CommandOrder, { kind: "set" }>,
  channel: Channel,
  channels: DirectoryNode["channels"],
  after: Place,
  heard: Heard,
): boolean {
  const isNews = ({ sequence }: { readonly sequence: number }) => isAfter(after, heard, sequence);
  const ofNode = heard.events.filter((event) => event.nodeId === nodeId);
  if (isMomentary(channel, value)) {
    return [...ofNode, ...heard.readings.filter((reading) => reading.nodeId === nodeId)].some(isNews);
  }
  const valuesOf = (key: string) => ofNode.filter((event) => event.channel === key);
  if (typeof value === "object") {
    return Object.entries(value).every(([name, part]) => {
      const of = findPart(channel, channels, name);
      return of !== undefined && valuesOf(of.key).some((event) => isNews(event) && isSame(of, part, event.value));
    });
  }
  const reports = valuesOf(channel.key);
  if (channel.type !== "binary" || value !== TOGGLE) {
    return reports.some((event) => isNews(event) && isSame(channel, value, event.value));
  }
  const known = reports.filter((event) => !isNews(event)).at(-1)?.value ?? heard.toKnown(nodeId, channel.key);
  return reports.some((event) => isNews(event) && event.value !== known);
}

/** What the node never reports as its state: then any report tells that it is there. */
function isMomentary({ readable, feature }: Channel, value: CommandValue): boolean {
  return !readable || (feature === "cover" && value === "STOP");
}

function isSame(channel: Channel, wanted: CommandValue, reported: Reported): boolean {
  if (typeof wanted !== "number" || typeof reported !== "number") return String(wanted) === String(reported);
  const { quantity = "generic", min, max, step, factor = 1 } = channel;
  const range = min === undefined || max === undefined ? Math.abs(wanted / factor) : max - min;
  const tolerance = toSteps(quantity, Math.abs(step ?? range * ROUNDED_SHARE) * Math.abs(factor));
  return Math.abs(toSteps(quantity, wanted) - reported) <= Math.max(tolerance, 1);
}
