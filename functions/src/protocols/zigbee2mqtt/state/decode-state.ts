import { isObject } from "../../decoding/json.ts";
import { type Context, put } from "../../decoding/values.ts";
import { type ChannelDecoder, toNodeDecoder } from "./node-decoder.ts";

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
