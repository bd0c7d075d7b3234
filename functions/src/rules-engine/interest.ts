import type { Channel } from "@lastmeter/model/channel";
import type { Trigger } from "@lastmeter/model/condition";
import type { Interest } from "@lastmeter/model/link/messages";
import { toConditions } from "@lastmeter/model/rule-sentence";
import { quantities } from "@lastmeter/model/units";
import type { Directory, Protocol } from "../protocols/protocol.ts";
import { type CompiledRule, type CompiledSet, toMeasured } from "./compile.ts";
import type { Part } from "./conditions/condition.ts";
import { type Measured, toScale } from "./conditions/measured.ts";

/** In steps of the quantity, as the engine compares. */
type Bound = { readonly above: number } | { readonly below: number };

/** A value that is to come at once when it changes, or begins or ceases to be beyond one of the bounds. */
export interface Want extends Part {
  readonly bounds: readonly Bound[];
}

type TopicInterest = { -readonly [Field in keyof Interest["topics"][string]]: Interest["topics"][string][Field] };

/**
 * What the gateway is to send at once for the rules, beside what it sends anyway; null: it cannot know (a sum, an element of a list).
 * What is counted, silent or decided by the clock needs no message in time.
 */
export function toWants({ rule }: CompiledRule, compiled: Compiled, ground: InterestGround): Want[] | null {
  const wants: Want[] = [];
  for (const condition of toConditions(rule)) {
    const own = toOwnWants(condition, compiled);
    if (own === null || own.some((want) => locateWant(want, ground) === null)) return null;
    wants.push(...own);
  }
  return wants;
}

type Compiled = Pick<CompiledSet, "set" | "nodes">;
export interface InterestGround {
  readonly protocol: Pick<Protocol, "locate">;
  readonly directory: Directory;
}

function toOwnWants(condition: Trigger, { set, nodes }: Compiled): Want[] | null {
  const bound = (measured: Measured, bounds: readonly Bound[]): Want[] | null => {
    const [part] = measured.parts;
    if (part === undefined) return [];
    // A factor of the sum's own sign would be needed; one part is a value of its own.
    return measured.parts.length > 1 ? null : [{ ...part, bounds: part.sign === 1 ? bounds : bounds.map(mirror) }];
  };
  switch (condition.kind) {
    case "value": {
      const { limit, hysteresis, is, subject } = condition;
      const measured = toMeasured(subject, set, nodes);
      const begins = limit * toScale(measured);
      const room = hysteresis * toScale(measured);
      const end = is === "above" ? begins - room : begins + room;
      return bound(
        measured,
        [...new Set([begins, end])].map((at) => (is === "above" ? { above: at } : { below: at })),
      );
    }
    case "finished": {
      const measured = toMeasured(condition.subject, set, nodes);
      const scale = toScale(measured);
      return bound(measured, [{ above: condition.above * scale }, { below: condition.below * scale }]);
    }
    case "state":
    case "changed":
      return [{ ...condition, bounds: [] }];
    default:
      return [];
  }
}

const mirror = (bound: Bound): Bound => ("above" in bound ? { below: -bound.above } : { above: -bound.below });

function locateWant({ nodeId, channel }: Part, { protocol, directory }: InterestGround) {
  const node = Object.values(directory.nodes).find((each) => each.nodeId === nodeId);
  const known = node?.channels[channel];
  const place = node && known ? protocol.locate(node, known, directory) : null;
  return place && known ? { place, channel: known } : null;
}

/** The interest and the rules'. */
export function addRuleWants(interest: Interest, compiled: CompiledSet, ground: InterestGround): Interest {
  const wants = compiled.rules.flatMap((rule) => toWants(rule, compiled, ground) ?? []);
  return { ...addWants(interest, wants, ground), version: interest.version + compiled.set.interestVersion };
}

/** What cannot be located is left out. */
export function addWants(interest: Interest, wants: readonly Want[], ground: InterestGround): Interest {
  const topics = new Map<string, TopicInterest>(Object.entries(interest.topics));
  for (const want of wants) {
    const located = locateWant(want, ground);
    if (located === null) continue;
    const { topic, path } = located.place;
    topics.set(topic, addWant(topics.get(topic) ?? nothing, [...path], want, located.channel));
  }
  return { version: interest.version, topics: Object.fromEntries(topics) };
}

const nothing: TopicInterest = { onChange: [], always: [], bounds: [] };

function addWant(
  told: TopicInterest,
  path: string[],
  { bounds }: Want,
  channel: Pick<Channel, "factor" | "offset" | "quantity" | "kind">,
): TopicInterest {
  const isTold = [...told.onChange, ...told.always].some((each) => each.join("\n") === path.join("\n"));
  if (bounds.length === 0) {
    if (isTold) return told;
    return channel.kind === "action"
      ? { ...told, always: [...told.always, path] }
      : { ...told, onChange: [...told.onChange, path] };
  }
  const natives = bounds.map((bound) => ({ path, ...toNative(bound, channel) }));
  const isNew = (native: (typeof natives)[number]) =>
    !told.bounds.some((each) => JSON.stringify(each) === JSON.stringify(native));
  return { ...told, bounds: [...told.bounds, ...natives.filter(isNew)] };
}

/** Half a step away, so that the gateway, which does not round, takes every value to lie where the engine does. */
const HALF = 0.5;
/** Halves are rounded away from zero. */
const TIE = 1e-6;

function toNative(
  bound: Bound,
  { factor = 1, offset = 0, quantity = "generic" }: Pick<Channel, "factor" | "offset" | "quantity">,
) {
  const half = "above" in bound ? Math.floor(bound.above) + HALF : Math.ceil(bound.below) - HALF;
  const at = (half - Math.sign(half) * TIE) / 10 ** quantities[quantity].decimals;
  const native = Number(((at - offset) / factor).toPrecision(12));
  return "above" in bound === factor > 0 ? { above: native } : { below: native };
}
