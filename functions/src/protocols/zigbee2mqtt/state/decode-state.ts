import { toCanonical } from "@lastmeter/model/canonical";
import type { Location } from "@lastmeter/model/location";
import type { NodeEvent, Reading } from "@lastmeter/model/reading";
import type { Decoded, DirectoryNode, NativeMessage } from "../../protocol.ts";
import { isObject } from "../native/json.ts";
import { type ChannelDecoder, toNodeDecoder } from "./node-decoder.ts";

/** Where decoded values go. */
export interface Output {
  readonly readings: Reading[];
  readonly events: NodeEvent[];
  readonly values: Decoded["values"][number][];
}

interface Context {
  readonly node: DirectoryNode;
  readonly location: Location | null;
  readonly message: NativeMessage;
  readonly output: Output;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * One state message: every property that is a channel, by its kind. Others (`last_seen`, `elapsed`, `device` …) say nothing about
 * the home. Returns the faults, named by field; what is good beside them has been put out.
 */
export function decodeState(context: Context, state: Json): string[] {
  const faults: string[] = [];
  const { byProperty } = toNodeDecoder(context.node.channels);
  for (const property of Object.keys(state)) {
    const decoders = byProperty.get(property);
    if (decoders === undefined) continue;
    for (const decoder of decoders) {
      const native = decoder.below.length === 0 ? state[property] : toNested(state[property], decoder.below);
      put(context, decoder, toSigned(decoder, native, state), faults);
    }
  }
  return faults;
}

/** One attribute topic with its bare value; `undefined` where the attribute is no channel. */
export function decodeAttribute(context: Context, attribute: string, text: string): string[] {
  const faults: string[] = [];
  const decoder = toNodeDecoder(context.node.channels).byAttribute.get(attribute);
  if (decoder === undefined || text === "") return faults;
  const isNumber = decoder.channel.type === "numeric" && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
  put(context, decoder, isNumber ? Number(text) : text, faults);
  return faults;
}

function toNested(outer: unknown, below: readonly string[]): unknown {
  let inner = outer;
  for (const property of below) {
    if (!isObject(inner) || !Object.hasOwn(inner, property)) return undefined;
    inner = inner[property];
  }
  return inner;
}

function toSigned(decoder: ChannelDecoder, native: unknown, state: Json): unknown {
  if (decoder.flow === undefined || typeof native !== "number" || native <= 0) return native;
  return state[decoder.flow] === "producing" ? -native : native;
}

/** One value by what its channel is for: a reading, an event, or a live value alone. */
export function put(
  { node, location, message, output }: Context,
  { channel, key, unit }: Pick<ChannelDecoder, "channel" | "key" | "unit">,
  native: unknown,
  faults: string[],
): void {
  const converted = toCanonical(channel, native);
  if (converted.kind === "skip") return;
  if (converted.kind === "fault") {
    faults.push(`${channel.path.join(".")}: ${converted.reason}`);
    return;
  }
  const { nodeId } = node;
  const { at, sequence } = message;
  const { value } = converted;
  if (channel.kind === "measurement") {
    if (typeof value !== "number" || channel.quantity === undefined) return;
    const { quantity } = channel;
    output.readings.push({
      nodeId,
      channel: key,
      quantity,
      unit,
      value,
      at,
      quality: "good",
      location,
      sequence,
    });
  } else if (channel.type === "list" || channel.kind === "setting" || channel.kind === "diagnostic") {
    output.values.push({ nodeId, channel: key, value, at, sequence });
  } else {
    output.events.push({ nodeId, channel: key, value, at, sequence });
  }
}
