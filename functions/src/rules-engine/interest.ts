import type { Trigger } from "@lastmeter/model/condition";
import type { Interest } from "@lastmeter/model/link/messages";
import { toConditions } from "@lastmeter/model/rule-sentence";
import type { Directory, Protocol } from "../protocols/protocol.ts";
import { type CompiledRule, type CompiledSet, toMeasured } from "./compile.ts";
import type { Part } from "./conditions/condition.ts";
import type { Measured } from "./conditions/measured.ts";

/** A value that is to come at once when it changes, or crosses one of the bounds (canonical unit). */
export interface Want extends Part {
  readonly bounds: readonly number[];
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
  const bound = (measured: Measured, bounds: number[]): Want[] | null => {
    const [part] = measured.parts;
    if (part === undefined) return [];
    // A factor of the sum's own sign would be needed; one part is a value of its own.
    return measured.parts.length > 1 ? null : [{ ...part, bounds: bounds.map((value) => value * part.sign) }];
  };
  switch (condition.kind) {
    case "value": {
      const { limit, hysteresis, is, subject } = condition;
      const end = is === "above" ? limit - hysteresis : limit + hysteresis;
      return bound(toMeasured(subject, set, nodes), [...new Set([limit, end])]);
    }
    case "finished":
      return bound(toMeasured(condition.subject, set, nodes), [condition.above, condition.below]);
    case "state":
    case "changed":
      return [{ ...condition, bounds: [] }];
    default:
      return [];
  }
}

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
  { factor = 1, offset = 0, kind }: { factor?: number | undefined; offset?: number | undefined; kind: string },
): TopicInterest {
  const isTold = [...told.onChange, ...told.always].some((each) => each.join("\n") === path.join("\n"));
  if (bounds.length === 0) {
    if (isTold) return told;
    return kind === "action"
      ? { ...told, always: [...told.always, path] }
      : { ...told, onChange: [...told.onChange, path] };
  }
  const natives = bounds.map((bound) => ({ path, above: (bound - offset) / factor }));
  const isNew = ({ above }: { above: number }) =>
    !told.bounds.some((each) => each.path.join("\n") === path.join("\n") && each.above === above);
  return { ...told, bounds: [...told.bounds, ...natives.filter(isNew)] };
}
