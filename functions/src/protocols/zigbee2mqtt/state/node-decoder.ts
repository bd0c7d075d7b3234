import type { Channel } from "@lastmeter/model/channel";
import { quantities } from "@lastmeter/model/units";
import type { Channels } from "../../protocol.ts";
import { ANY_ELEMENT } from "../exposes/leaf.ts";

/** What to do with one channel when its property shows up in a message. */
export interface ChannelDecoder {
  readonly channel: Channel;
  readonly key: string;
  readonly below: readonly string[];
  readonly unit: string;
  /** Property that tells the direction of a power without sign, in the same message. */
  readonly flow: string | undefined;
}

export interface NodeDecoder {
  /** By the outermost property. */
  readonly byProperty: ReadonlyMap<string, readonly ChannelDecoder[]>;
  /** By attribute topic (`advanced.output: attribute`): nested properties are joined by `-`. */
  readonly byAttribute: ReadonlyMap<string, ChannelDecoder>;
}

/** Look-ups of a node, made once for each set of channels. */
const decoders = new WeakMap<Channels, NodeDecoder>();

export function toNodeDecoder(channels: Channels): NodeDecoder {
  const known = decoders.get(channels);
  if (known !== undefined) return known;
  const made = compile(channels);
  decoders.set(channels, made);
  return made;
}

function compile(channels: Channels): NodeDecoder {
  const active = Object.values(channels).filter(
    (channel) => channel.retired !== true && channel.type !== "composite" && !channel.path.includes(ANY_ELEMENT),
  );
  const flows = new Set(active.filter((channel) => channel.type === "enum").map((channel) => channel.path.join("-")));
  const byProperty = new Map<string, ChannelDecoder[]>();
  const byAttribute = new Map<string, ChannelDecoder>();
  for (const channel of active) {
    const [property = "", ...below] = channel.path;
    const decoder: ChannelDecoder = {
      channel,
      key: channel.key,
      below,
      unit: channel.quantity === "generic" ? (channel.unit ?? "") : quantities[channel.quantity ?? "generic"].unit,
      flow: toFlow(channel, property, flows),
    };
    byProperty.set(property, [...(byProperty.get(property) ?? []), decoder]);
    byAttribute.set(channel.path.join("-"), decoder);
  }
  return { byProperty, byAttribute };
}

/** `power_a` is unsigned where `energy_flow_a` says which way it goes. */
function toFlow(channel: Channel, property: string, flows: ReadonlySet<string>): string | undefined {
  if (channel.quantity !== "power" || channel.kind !== "measurement" || !property.startsWith("power")) return undefined;
  const flow = property.replace(/^power/, "energy_flow");
  return flows.has(flow) ? flow : undefined;
}
