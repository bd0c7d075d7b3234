import type { LinkCommand } from "@lastmeter/model/link/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Executed, nothingExecuted } from "./executed.ts";
import { planCommands } from "./plan-commands.ts";

const NOW = 1_795_000_000_000;
const address = "0x00158d0000000a01";
const toCommand = (name: string, change: Partial<LinkCommand> = {}): LinkCommand => ({
  commandId: name.padEnd(22, "0"),
  seq: 10,
  target: "plug/state",
  notAfter: NOW + 60_000,
  deliverFor: 60_000,
  topic: `${address}/set`,
  payload: '{"state":"OFF"}',
  ...change,
});
const done = (name: string, seq: number, outcome: "unsure" | "published" = "published"): Executed => ({
  v: 1,
  floor: -1,
  commands: [{ id: name.padEnd(22, "0"), seq, target: "plug/state", outcome, told: true }],
});
const isAllowed = ({ topic }: Pick<LinkCommand, "topic">) => topic === `${address}/set`;
const decide = (commands: LinkCommand[], before = nothingExecuted, elapsedMs = 50) => {
  const plan = planCommands(before, commands, { serverTime: NOW, elapsedMs, isAllowed });
  return {
    execute: plan.execute.map(({ commandId }) => commandId.replace(/0+$/, "")),
    outcomes: plan.outcomes.map(({ outcome }) => outcome),
  };
};

describe("commands of a sealed reply", () => {
  it.each<[string, LinkCommand[], Executed, number, { execute: string[]; outcomes: string[] }]>([
    ["one", [toCommand("a")], nothingExecuted, 50, { execute: ["a"], outcomes: [] }],
    ["the same twice", [toCommand("a"), toCommand("a")], nothingExecuted, 50, { execute: ["a"], outcomes: [] }],
    ["one executed before", [toCommand("a")], done("a", 10), 50, { execute: [], outcomes: ["published"] }],
    [
      "one noted but perhaps not published",
      [toCommand("a")],
      done("a", 10, "unsure"),
      50,
      { execute: [], outcomes: ["unsure"] },
    ],
    [
      "an older one for the same target",
      [toCommand("a", { seq: 9 })],
      done("b", 10),
      50,
      { execute: [], outcomes: ["superseded"] },
    ],
    [
      "an older one for another target",
      [toCommand("a", { seq: 9, target: "x" })],
      done("b", 10),
      50,
      { execute: ["a"], outcomes: [] },
    ],
    [
      "two for one target, the newer first",
      [toCommand("b", { seq: 12 }), toCommand("a", { seq: 11 })],
      nothingExecuted,
      50,
      { execute: ["b"], outcomes: ["superseded"] },
    ],
    [
      "two for two targets, out of order",
      [toCommand("b", { seq: 12, target: "x" }), toCommand("a", { seq: 11 })],
      nothingExecuted,
      50,
      { execute: ["a", "b"], outcomes: [] },
    ],
    ["in the last millisecond", [toCommand("a")], nothingExecuted, 59_999, { execute: ["a"], outcomes: [] }],
    ["at the deadline", [toCommand("a")], nothingExecuted, 60_000, { execute: [], outcomes: ["expired"] }],
    [
      "whose deadline the dispatcher's clock has passed",
      [toCommand("a", { notAfter: NOW })],
      nothingExecuted,
      0,
      { execute: [], outcomes: ["expired"] },
    ],
    [
      "with no time left",
      [toCommand("a", { deliverFor: 0 })],
      nothingExecuted,
      0,
      { execute: [], outcomes: ["expired"] },
    ],
    [
      "with a clock that gives nonsense",
      [toCommand("a")],
      nothingExecuted,
      Number.NaN,
      { execute: [], outcomes: ["expired"] },
    ],
    [
      "with an unfit topic",
      [toCommand("a", { topic: "#" })],
      nothingExecuted,
      50,
      { execute: [], outcomes: ["refused"] },
    ],
    [
      "after the memory of the past was lost",
      [toCommand("a")],
      { ...nothingExecuted, floor: null },
      50,
      { execute: [], outcomes: ["unsure"] },
    ],
  ])("%s", (_, commands, before, elapsedMs, expected) => {
    expect(decide(commands, before, elapsedMs)).toEqual(expected);
  });

  it("goes on after the first reply since the memory was lost", () => {
    const lost = { ...nothingExecuted, floor: null };
    const first = planCommands(lost, [toCommand("a")], { serverTime: NOW, elapsedMs: 1, isAllowed });
    expect(decide([toCommand("a"), toCommand("b", { seq: 11 })], first.executed)).toEqual({
      execute: ["b"],
      outcomes: ["superseded"],
    });
  });

  it("executes nothing twice and keeps to the order of each target, whatever comes how often", () => {
    const command = fc.record({ n: fc.nat(40), target: fc.constantFrom("x", "y", "z") });
    fc.assert(
      fc.property(fc.array(fc.array(command, { maxLength: 12 }), { maxLength: 60 }), (replies) => {
        let state = nothingExecuted;
        const executed: { id: string; target: string; seq: number }[] = [];
        for (const [turn, reply] of replies.entries()) {
          const commands = reply.map(({ n, target }) =>
            toCommand(`${target}${n + turn * 8}`, { target, seq: n + turn * 8 }),
          );
          const plan = planCommands(state, commands, { serverTime: NOW, elapsedMs: 0, isAllowed });
          state = plan.executed;
          for (const { commandId, target, seq } of plan.execute) executed.push({ id: commandId, target, seq });
        }
        expect(new Set(executed.map(({ id }) => id)).size).toBe(executed.length);
        for (const target of ["x", "y", "z"]) {
          const order = executed.filter((one) => one.target === target).map(({ seq }) => seq);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});
