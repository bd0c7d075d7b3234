import type { Channel } from "@lastmeter/model/channel";
import { quantities } from "@lastmeter/model/units";
import type { Channels } from "../../protocol.ts";
import { type Feature, featureSchema } from "../native/feature.ts";
import { isElectric, type Phase, toPhases } from "./electric.ts";
import { toKeyCandidates } from "./key.ts";
import { toKind } from "./kind.ts";
import { type Leaf, toLeaves, toPathKey } from "./leaf.ts";
import { toQuantity } from "./quantity.ts";
import { toCounter } from "./register.ts";

const LAST_IX = 1023;

/**
 * Every feature that Zigbee2MQTT exposes (`definition.exposes`, as published in `bridge/devices`) as a channel, by key; no knowledge
 * of single devices. A channel is recognised by its place in the state message (`path`): it keeps the key and `ix` it has in
 * `known` for ever, one no longer exposed is kept as `retired`, and new ones are numbered after the last.
 */
export function toChannels(exposes: readonly unknown[], known: Channels = {}): Channels {
  const features: Feature[] = [];
  for (const entry of exposes) {
    const parsed = featureSchema.safeParse(entry);
    if (parsed.success) features.push(parsed.data);
  }
  return toChannelsOf(toLeaves(features), known);
}

function toChannelsOf(leaves: readonly Leaf[], known: Channels): Channels {
  const phases = toPhases(leaves);
  const byPath = new Map(Object.values(known).map((channel) => [toPathKey(channel.path), channel]));
  const taken = new Set(Object.keys(known));
  let nextIx = Math.max(-1, ...Object.values(known).map((channel) => channel.ix)) + 1;
  const channels: Record<string, Channel> = {};
  // Totals choose their names first, so that `power` is not given away to a part.
  const drafts = leaves.map((leaf) => toDraft(leaf, phases.get(leaf)));
  for (const draft of [...drafts].sort((a, b) => a.rank - b.rank)) {
    const earlier = byPath.get(toPathKey(draft.body.path));
    draft.key = earlier?.key ?? toFreeKey(draft.candidates, taken);
    taken.add(draft.key);
  }
  for (const draft of drafts) {
    const earlier = byPath.get(toPathKey(draft.body.path));
    const ix = earlier?.ix ?? nextIx++;
    if (ix <= LAST_IX) channels[draft.key] = { key: draft.key, ix, ...draft.body };
  }
  for (const [key, channel] of Object.entries(known)) channels[key] ??= { ...channel, retired: true };
  return channels;
}

function toFreeKey(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find((candidate) => !taken.has(candidate));
  if (free !== undefined) return free;
  const last = candidates.at(-1) ?? "channel";
  let count = 2;
  while (taken.has(`${last}_${count}`)) count++;
  return `${last}_${count}`;
}

interface Draft {
  key: string;
  readonly rank: number;
  readonly candidates: readonly string[];
  readonly body: Omit<Channel, "key" | "ix">;
}

function toDraft(leaf: Leaf, candidatePhase: Phase | undefined): Draft {
  const conversion = leaf.type === "numeric" ? toQuantity(leaf) : undefined;
  const kind = toKind(leaf, conversion?.quantity);
  const phase = isElectric(conversion?.quantity) && kind === "measurement" ? candidatePhase : undefined;
  const counter = conversion && toCounter(leaf, conversion.quantity);
  const isRegister = kind === "measurement" && counter?.register === true;
  const isPeriodic = kind === "measurement" && counter?.periodic === true;
  const body: Omit<Channel, "key" | "ix"> = {
    label: leaf.label.slice(0, 128),
    kind,
    type: leaf.type,
    ...(leaf.feature !== undefined && { feature: leaf.feature }),
    ...(conversion && { quantity: conversion.quantity, unit: toUnit(leaf, conversion.quantity) }),
    ...(isRegister && { register: true }),
    ...(isPeriodic && { periodic: true }),
    ...((isRegister || isPeriodic) && counter?.direction !== undefined && { direction: counter.direction }),
    ...(phase !== undefined && { phase }),
    ...(leaf.endpoint !== undefined && { endpoint: leaf.endpoint.slice(0, 64) }),
    readable: (leaf.access & 1) !== 0,
    settable: (leaf.access & 2) !== 0,
    gettable: (leaf.access & 4) !== 0,
    path: leaf.path.map((part) => part.slice(0, 128)),
    ...(conversion && conversion.factor !== 1 && { factor: conversion.factor }),
    ...(conversion?.offset !== undefined && { offset: conversion.offset }),
    ...(leaf.on !== undefined && { on: leaf.on }),
    ...(leaf.off !== undefined && { off: leaf.off }),
    ...(leaf.toggle !== undefined && { toggle: leaf.toggle }),
    ...(leaf.values !== undefined && { values: leaf.values.slice(0, 1024) }),
    ...(leaf.min !== undefined && { min: leaf.min }),
    ...(leaf.max !== undefined && { max: leaf.max }),
    ...(leaf.step !== undefined && { step: leaf.step }),
  };
  const candidates = toKeyCandidates(
    leaf,
    conversion?.quantity,
    counter ?? { register: false, periodic: false, direction: undefined },
    phase,
  );
  return { key: "", rank: toRank(leaf), candidates, body };
}

/** Who gets a canonical name first where two could have it: `power` before `total_power`, `energy` before `energy_consumed`. */
function toRank(leaf: Leaf): number {
  return ["power", "energy", "produced_energy", "energy_produced", "voltage", "current"].includes(leaf.property)
    ? 0
    : 1;
}

function toUnit(leaf: Leaf, quantity: keyof typeof quantities): string {
  return quantity === "generic" ? (leaf.unit ?? "").trim().slice(0, 32) : quantities[quantity].unit;
}
