import type { NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { compile, door, heater, NOON, overload, plug, toDraft } from "./engine.fixture.ts";
import { noEngineState } from "./engine-state.ts";
import { evaluate } from "./evaluate.ts";
import { type Told, toFacts } from "./to-facts.ts";

const S = 1000;
const NOW = NOON + 60 * S;
const compiled = compile([
  toDraft(),
  toDraft({ when: { kind: "silent", nodeId: door, forMs: 600 * S } }),
  toDraft({ when: { kind: "silent", nodeId: heater, forMs: 600 * S } }),
]);

const value = (nodeId: NodeId, channel: string, afterS: number, sequence?: number) => ({
  nodeId,
  channel,
  value: 1,
  at: NOON + afterS * S,
  ...(sequence !== undefined && { sequence }),
});

interface Given extends Omit<Partial<Told>, "decoded"> {
  readonly values?: readonly ReturnType<typeof value>[];
  readonly seen?: readonly (readonly [NodeId, number])[];
}

function toTold({ values = [], seen = [], ...more }: Given): Told {
  const seenAt = new Map(seen.map(([nodeId, afterS]) => [nodeId, NOON + afterS * S]));
  const decoded = { readings: [], events: [], values: [...values], seen: seenAt };
  return { presence: [], skewMs: 0, newestAt: NOON + 30 * S, isDrained: true, ...more, decoded };
}

/** Kind, node, seconds after noon. */
const briefly = (given: Given) =>
  toFacts(compiled, toTold(given), NOW).map(
    (fact) => `${fact.kind} ${"nodeId" in fact ? (fact.nodeId?.[0] ?? "all") : "-"} ${(fact.at - NOON) / S}`,
  );

describe("what a batch tells rules", () => {
  it.each<[string, Given, string[]]>([
    ["nothing but that there is no more", {}, ["told - 60"]],
    ["how far it goes, where there is more", { isDrained: false }, ["told - 30"]],
    ["no time of which nothing was said", { isDrained: false, newestAt: null }, []],
    [
      "what rules look at, in order of arrival",
      { values: [value(heater, "power", 9, 2), value(heater, "power", 8, 1)] },
      ["value h 8", "value h 9", "told - 60"],
    ],
    [
      "that a node was heard, once a message",
      { values: [value(door, "battery", 9, 2), value(door, "action", 9, 2)] },
      ["heard d 9", "told - 60"],
    ],
    ["nothing of nodes that rules do not look at", { values: [value(plug, "power", 9, 2)] }, ["told - 60"]],
    ["that a node was seen", { seen: [[door, 20]] }, ["heard d 20", "told - 60"]],
    ["nothing later than now", { values: [value(heater, "power", 90, 1)] }, ["value h 60", "told - 60"]],
    [
      "by our own clock where the gateway's is far off",
      { skewMs: 20 * S, values: [value(heater, "power", 50, 1)], isDrained: false },
      ["value h 30", "told - 10"],
    ],
    [
      "by the gateway's where it is little",
      { skewMs: 9 * S, values: [value(heater, "power", 50, 1)], isDrained: false },
      ["value h 50", "told - 30"],
    ],
    [
      "who went away, of whom rules look at",
      {
        presence: [
          { nodeId: heater, fact: "nodeAway", at: NOON, sequence: 1 },
          { nodeId: plug, fact: "nodeAway", at: NOON, sequence: 2 },
          { nodeId: null, fact: "gatewayAway", at: NOON, sequence: 3 },
          { nodeId: heater, fact: "nodeBack", at: NOON, sequence: 4 },
        ] as Told["presence"],
      },
      ["away h 0", "away all 0", "told - 60"],
    ],
  ])("%s", (_, given, expected) => {
    expect(briefly(given)).toEqual(expected);
  });

  it("is known up to now, also where a node was heard that tells nothing new", () => {
    const first = evaluate(compile([toDraft()]), [], noEngineState, NOON);
    const draws = { ...value(heater, "power", 0, 1), value: 25_000 };
    const told = toTold({ values: [draws], seen: [[heater, 0]], newestAt: NOON });
    const facts = toFacts(compiled, told, NOW);
    const { state, effects } = evaluate(compiled, facts, first.state, NOW);
    expect(state.told).toBe(NOW);
    expect(overload).toMatchObject({ forMs: 60_000 });
    expect(effects).toMatchObject([{ kind: "fire", at: NOW }, { kind: "raise" }]);
  });
});
