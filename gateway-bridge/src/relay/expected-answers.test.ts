import { describe, expect, it } from "vitest";
import { ExpectedAnswers } from "./expected-answers.ts";

describe("answers to a command", () => {
  it.each([
    ["on its device's topic", "kitchen/plug", 0, true],
    ["on a topic below it", "kitchen/plug/state", 0, true],
    ["of a device whose name begins alike", "kitchen/plug 2", 0, false],
    ["in the grace after its deadline", "kitchen/plug", 69_999, true],
    ["later", "kitchen/plug", 70_000, false],
  ])("%s", (_, topic, at, expected) => {
    const answers = new ExpectedAnswers();
    answers.put([{ answers: ["kitchen/plug", "bridge/logging"], deliverFor: 60_000 }, { deliverFor: 1 }], 0);
    expect(answers.has(topic, at)).toBe(expected);
  });

  it("are expected as long as any command waits for them", () => {
    const answers = new ExpectedAnswers();
    answers.put([{ answers: ["plug"], deliverFor: 60_000 }], 0);
    answers.put([{ answers: ["plug"], deliverFor: 1000 }], 0);
    expect(answers.has("plug", 65_000)).toBe(true);
  });
});
