import { nodeIdSchema } from "@lastmeter/model/ids";
import type { Newest } from "@lastmeter/model/link/messages";
import { describe, expect, it } from "vitest";
import { toLines } from "./lines.ts";

const AT = 1_795_000_000_000;
const nodeId = nodeIdSchema.parse("n".repeat(22));
const toNewest = (values: Newest["nodes"][number]["values"], name = "Kettle"): Newest => ({
  at: AT,
  nodes: [{ nodeId, name, room: "Kitchen", values }],
});
const power = { channel: "power", label: "Power", value: 20_345, decimals: 1, unit: "W", at: AT - 12_000 };

describe("what a display shows", () => {
  it("is each newest value with its unit and age", () => {
    const state = { channel: "state", label: "State", value: "ON", at: AT - 3 * 3_600_000 };
    const factor = {
      channel: "powerFactor",
      label: "Power factor",
      value: 985,
      decimals: 3,
      unit: "1",
      at: AT - 120_000,
    };
    expect(toLines({ newest: toNewest([power, state, factor]), ageMs: 100 })).toEqual([
      "Kitchen · Kettle",
      "  Power         2034.5 W  12 s",
      "  State               ON  3 h",
      "  Power factor     0.985  2 min",
    ]);
  });

  it.each([
    ["nothing came yet", { newest: null, ageMs: 0 }, /has not answered yet/],
    ["nothing new came", { newest: toNewest([power]), ageMs: 90_000 }, /does not answer; this came 1 min ago/],
    ["there is no device", { newest: { at: AT, nodes: [] }, ageMs: 0 }, /No device/],
  ])("says so when %s", (_, shown, expected) => {
    expect(toLines(shown)[0]).toMatch(expected);
  });

  it("adds to the age what passed since the reply", () => {
    expect(toLines({ newest: toNewest([power]), ageMs: 5000 })[1]).toMatch(/ 17 s$/);
  });

  it("lets no control character of a name reach the terminal", () => {
    expect(toLines({ newest: toNewest([power], "\u001b[2Jx\u202e"), ageMs: 0 })[0]).toBe("Kitchen · ?[2Jx?");
  });
});
