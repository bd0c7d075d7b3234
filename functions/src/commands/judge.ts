import { type Channel, findPart } from "@lastmeter/model/channel";
import { type CommandOrder, TOGGLE } from "@lastmeter/model/command";
import type { DirectoryNode } from "../protocols/protocol.ts";
import { type Heard, isAfter } from "./heard.ts";
import { judgeSetting } from "./judge-setting.ts";
import type { Place } from "./open-commands.ts";
import { isMomentary, isSame } from "./same-value.ts";
import { toFailure, type Verdict } from "./verdict.ts";

/**
 * What became of a command that its network has: by the answer to its request, else by what the node reports of the channel. A report
 * of another value is no refusal: the old state may be told once more before the new one. Null: nothing was heard of it.
 */
export function judge(
  { id, order, after }: { readonly id: string; readonly order: CommandOrder; readonly after: Place },
  node: Pick<DirectoryNode, "channels" | "reported"> | undefined,
  heard: Heard,
): Verdict | null {
  const answered = judgeAnswer(id, heard);
  if (answered) return answered;
  if (order.kind !== "set") return judgeSetting(order, node, after, heard);
  const channel = node?.channels[order.channel];
  if (node === undefined || channel === undefined) return null;
  if (isReported(order, channel, node.channels, after, heard)) return { state: "confirmed" };
  const failure = heard.failures?.find(
    (each) =>
      each.nodeId === order.nodeId && each.channels.includes(order.channel) && isAfter(after, heard, each.sequence),
  );
  return failure ? toFailure(failure) : null;
}

/** The network's answer to the request names the command: whatever the gateway knows of it, it was carried out. */
export function judgeAnswer(id: string, { answers }: Pick<Heard, "answers">): Verdict | null {
  const answer = answers?.find(({ transaction }) => transaction === id);
  if (answer === undefined) return null;
  return answer.isDone ? { state: "confirmed" } : toFailure(answer);
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
