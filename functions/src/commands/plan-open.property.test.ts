import { type CommandState, canBecome } from "@lastmeter/model/command";
import type { CommandOutcome } from "@lastmeter/model/link/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noCommands } from "./open-commands.ts";
import { entry, hear, id, now, plan, queued, tell } from "./plan-open.fixture.ts";
import type { OpenFacts } from "./plan-open.ts";

describe("a command's life", () => {
  it("moves only where it may, ends once and never opens again, whatever comes in whatever order", async () => {
    const heards = [null, await hear({ state: "ON" }), await hear({}, {}, {}, { state: "OFF" }, { state: "ON" })];
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 40_000 }),
      heard: fc.constantFrom(...heards),
      outcome: fc.constantFrom<CommandOutcome[]>(
        [],
        tell("published", 10),
        tell("unsure"),
        tell("expired"),
        tell("refused"),
      ),
      handOver: fc.constantFrom<OpenFacts["handOver"]>(
        null,
        () => ({ kind: "denied" }),
        () => ({ kind: "native", native: { topic: "t", payload: "p", answers: [] } }),
      ),
      isBrokerAway: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let command = queued;
        let commands = { ...noCommands, open: [entry] };
        let at = now;
        for (const { afterMs, outcome, ...more } of steps) {
          at += afterMs;
          const before = command;
          const planned = plan({ ...more, commands, documents: new Map([[id, command]]), outcomes: outcome, at });
          command = { ...command, ...planned.patch };
          commands = planned.commands;
          if (before.state !== command.state) expect(canBecome(before.state, command.state)).toBe(true);
          expect(commands.open.length === 1).toBe(command.endedAt === null);
          for (const handed of planned.handedOver) expect(handed.notAfter).toBeGreaterThan(at);
        }
        const ended: CommandState[] = ["confirmed", "failed", "expired", "denied"];
        expect(ended.includes(command.state)).toBe(command.endedAt !== null);
      }),
      { numRuns: 300 },
    );
  });
});
