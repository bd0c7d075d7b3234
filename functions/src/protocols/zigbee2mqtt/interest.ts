import type { Channel } from "@lastmeter/model/channel";
import type { Interest } from "@lastmeter/model/link/messages";
import type { ChannelPlace, Directory, DirectoryNode } from "../protocol.ts";
import { ANY_ELEMENT } from "./exposes/leaf.ts";
import { toNodeDecoder } from "./state/node-decoder.ts";

type Topics = Interest["topics"];
type TopicInterest = Topics[string];

/** An empty path is the message itself. */
const WHOLE: string[] = [];
const eachTime: TopicInterest = { onChange: [], always: [WHOLE], bounds: [] };
const onStateChange: TopicInterest = { onChange: [["state"]], always: [], bounds: [] };

/**
 * Which native messages cannot wait for the next batch: a device or the coordinator going or coming, anything about the network
 * itself, binary and enum states and controls when they change, actions each time.
 */
export function toInterest(directory: Directory): Interest {
  const topics: [string, TopicInterest][] = [
    ["bridge/state", onStateChange],
    ["bridge/devices", { onChange: [WHOLE], always: [], bounds: [] }],
    ["bridge/event", eachTime],
    ["bridge/response/#", eachTime],
  ];
  for (const node of Object.values(directory.nodes)) {
    if (node.removed) continue;
    topics.push([`${node.nativeName}/availability`, onStateChange]);
    const interest = toNodeInterest(node);
    if (interest.onChange.length > 0 || interest.always.length > 0) topics.push([node.nativeName, interest]);
  }
  return { version: directory.interestVersion ?? directory.version, topics: Object.fromEntries(topics) };
}

/** A power that says its direction elsewhere has no sign of its own. */
export function locate({ nativeName, channels }: DirectoryNode, { key, path }: Channel): ChannelPlace | null {
  if (path.includes(ANY_ELEMENT)) return null;
  const decoders = toNodeDecoder(channels).byProperty.get(path[0] ?? "") ?? [];
  const decoder = decoders.find((each) => each.key === key);
  return decoder === undefined || decoder.flow !== undefined ? null : { topic: nativeName, path };
}

function toNodeInterest(node: DirectoryNode): TopicInterest {
  const onChange: string[][] = [];
  const always: string[][] = [];
  for (const channel of Object.values(node.channels)) {
    if (channel.retired === true || channel.path.includes(ANY_ELEMENT)) continue;
    if (channel.kind === "action") always.push(channel.path);
    else if (channel.kind === "state" || channel.kind === "control") {
      if (channel.type === "binary" || channel.type === "enum") onChange.push(channel.path);
    }
  }
  return { onChange, always, bounds: [] };
}
