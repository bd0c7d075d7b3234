import { describe, expect, it } from "vitest";
import { parseArguments } from "./arguments.ts";

describe("parseArguments", () => {
  it.each([
    [["my-home-1"], { project: "my-home-1", yes: false, dryRun: false }],
    [["my-home-1", "--yes"], { project: "my-home-1", yes: true, dryRun: false }],
    [["--dry-run", "my-home-1"], { project: "my-home-1", yes: false, dryRun: true }],
  ])("%j", (args, options) => {
    expect(parseArguments(args)).toEqual({ kind: "options", options });
  });

  it.each([
    [[], "missing"],
    [["--yes"], "missing"],
    [["my-home-1", "my-home-2"], "One project"],
    [["My Home"], "no project id"],
    [["home"], "no project id"],
    [["1-my-home"], "no project id"],
    [["my-home-"], "no project id"],
    [["my-home;rm -rf"], "no project id"],
    [["a".repeat(31)], "no project id"],
    [["demo-lastmeter"], "emulators only"],
    [["my-home-1", "--force"], "--force"],
  ])("refuses %j", (args, word) => {
    const parsed = parseArguments(args);
    expect(parsed).toEqual({ kind: "fault", fault: expect.stringContaining(word) });
  });

  it("explains itself", () => {
    expect(parseArguments(["--help"])).toEqual({ kind: "help" });
  });
});
