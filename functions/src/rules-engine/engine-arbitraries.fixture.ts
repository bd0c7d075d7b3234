import type { Guard, Level, Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import { toFeedKey } from "@lastmeter/model/price";
import { isMoment, type RuleDraft } from "@lastmeter/model/rule";
import fc from "fast-check";
import { door, heater, NOON, plug, toDraft } from "./engine.fixture.ts";
import type { Fact } from "./facts.ts";
import { noOutlook } from "./outlook.ts";

const S = 1000;
const MIN = 60 * S;
const QUARTER = 15 * MIN;
const nodes: readonly NodeId[] = [heater, plug, door];

const node = fc.constantFrom(...nodes);
const forMs = fc.constantFrom(0, 30 * S, 5 * MIN);
const level: fc.Arbitrary<Level> = fc.oneof(
  fc.record({
    kind: fc.constant("value" as const),
    subject: fc.oneof(
      node.map((nodeId) => ({ of: "node" as const, nodeId })),
      fc.constant({ of: "home" as const }),
    ),
    is: fc.constantFrom("above" as const, "below" as const),
    limit: fc.integer({ min: 0, max: 10 }).map((tens) => tens * 10),
    hysteresis: fc.constantFrom(0, 15),
    forMs,
  }),
  fc.record({
    kind: fc.constant("value" as const),
    subject: node.map((nodeId) => ({ of: "channel" as const, nodeId, channel: "setpoint" })),
    is: fc.constantFrom("above" as const, "below" as const),
    limit: fc.constantFrom(15, 20),
    hysteresis: fc.constantFrom(0, 1),
    forMs: fc.constant(0),
  }),
  node.chain((nodeId) =>
    fc.record({
      kind: fc.constant("state" as const),
      nodeId: fc.constant(nodeId),
      channel: fc.constant("state"),
      is: fc.boolean(),
      forMs,
    }),
  ),
  fc.record({
    kind: fc.constant("finished" as const),
    subject: node.map((nodeId) => ({ of: "node" as const, nodeId })),
    above: fc.constant(60),
    below: fc.constant(20),
    forMs,
  }),
  fc.record({ kind: fc.constant("silent" as const), nodeId: node, forMs: fc.constantFrom(MIN, 10 * MIN) }),
  fc.constant<Level>({
    kind: "price" as const,
    flow: "import" as const,
    is: "above" as const,
    limit: 50,
  }),
  fc.constant<Level>({
    kind: "during" as const,
    from: { by: "clock" as const, time: "12:10" },
    to: { by: "clock" as const, time: "12:40" },
    weekdays: [1, 2, 3, 4, 5, 6, 7],
  }),
  fc.record({
    kind: fc.constant("budget" as const),
    subject: node.map((nodeId) => ({ of: "node" as const, nodeId })),
    measure: fc.constantFrom("drawn" as const, "cost" as const),
    period: fc.constant("day" as const),
    limit: fc.integer({ min: 1, max: 40 }),
    percent: fc.constant(100),
  }),
);
/** Time alone changes nothing about these. */
const isByFacts = ({ kind }: Level) => kind !== "price" && kind !== "during" && kind !== "budget";
const moment: fc.Arbitrary<Trigger> = fc.oneof(
  fc.constant<Trigger>({
    kind: "schedule" as const,
    at: { by: "clock" as const, time: "12:20" },
    weekdays: [6],
  }),
  node.map((nodeId): Trigger => ({ kind: "changed" as const, nodeId, channel: "state", to: null })),
);
const guard: fc.Arbitrary<Guard> = fc.letrec<{ guard: Guard }>((tie) => ({
  guard: fc.oneof(
    { maxDepth: 2 },
    level,
    fc.record({
      kind: fc.constantFrom("all" as const, "any" as const),
      of: fc.array(tie("guard"), { minLength: 1, maxLength: 3 }),
    }) as fc.Arbitrary<Guard>,
    fc.record({ kind: fc.constant("not" as const), of: tie("guard") }),
  ),
})).guard;
const told: { do: "notify"; severity: "info"; to: null; text: string }[] = [
  { do: "notify", severity: "info", to: null, text: "" },
];
const command = fc
  .record({
    nodeId: node,
    to: fc.oneof(
      fc.record({ channel: fc.constant("state"), value: fc.boolean() }),
      fc.record({ channel: fc.constant("setpoint"), value: fc.constantFrom(12, 18, 22) }),
    ),
  })
  .map(({ nodeId, to }) => ({ do: "command" as const, nodeId, ...to }));
export const draft: fc.Arbitrary<RuleDraft> = fc
  .record({
    when: fc.oneof({ weight: 4, arbitrary: level }, { weight: 1, arbitrary: moment }),
    onlyIf: fc.option(guard, { nil: null }),
    commands: fc.uniqueArray(command, {
      maxLength: 2,
      selector: ({ nodeId, channel }) => `${nodeId} ${channel}`,
    }),
    over: fc.array(command, { maxLength: 1 }),
    coolDownMs: fc.constantFrom(0, 3 * MIN),
  })
  .map(({ when, onlyIf, commands, over, coolDownMs }) =>
    toDraft({
      when,
      onlyIf,
      coolDownMs,
      actions: [
        { do: "alarm", severity: "warning", title: null },
        { do: "notify", severity: "info", to: null, text: "" },
        ...commands,
      ],
      whenOver: isMoment(when) ? [] : [{ do: "notify", severity: "info", to: null, text: "" }, ...over],
    }),
  );

export const byFacts: fc.Arbitrary<RuleDraft> = level
  .filter(isByFacts)
  .map((when) =>
    toDraft({ when, actions: [...told, { do: "alarm", severity: "warning", title: null }], whenOver: told }),
  );

const feed = [0, 1, 2, 3].map((i) => ({
  startAt: NOON + i * QUARTER,
  endAt: NOON + (i + 1) * QUARTER,
  price: i % 2 === 0 ? 10 : 90,
}));
const tariff = {
  v: 1 as const,
  name: "t",
  currency: "EUR",
  timeZone: "Europe/Athens",
  import: { kind: "dynamic" as const, providerId: "p", feedId: "f", factorPpm: 1_000_000, markup: 0 },
  export: null,
  standing: [],
  taxPpm: 0,
};
/** Prices that change each quarter-hour. */
export const outlook = {
  ...noOutlook,
  tariffs: [{ tariff, from: 0, until: null }],
  prices: { [toFeedKey("p", "f")]: feed },
};

/** What a node says, so long after the one before. */
export const said = fc.record({
  afterMs: fc.integer({ min: 0, max: 2 * MIN }),
  nodeId: node,
  what: fc.oneof(
    fc.record({ channel: fc.constant("power"), value: fc.integer({ min: 0, max: 1100 }) }),
    fc.record({ channel: fc.constant("state"), value: fc.boolean() }),
    fc.record({ channel: fc.constant("energyImport"), value: fc.constant(0) }),
    fc.constant("away" as const),
  ),
});

/** In order of time; a register only rises. */
export function toFacts(list: readonly { afterMs: number; nodeId: NodeId; what: unknown }[]): Fact[] {
  let at = NOON;
  return list.map(({ afterMs, nodeId, what }, index): Fact => {
    at += afterMs;
    if (what === "away") return { kind: "away", nodeId, at, sequence: index };
    const { channel, value } = what as { channel: string; value: number | boolean };
    const told = channel === "energyImport" ? index * 2 : value;
    return { kind: "value", nodeId, channel, value: told, at, sequence: index };
  });
}
