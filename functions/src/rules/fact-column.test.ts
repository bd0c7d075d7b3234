import { nodeIdSchema } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { FactColumn, type Saying } from "./fact-column.ts";

const nodeId = nodeIdSchema.parse("n".repeat(22));
const power: Saying = { kind: "value", nodeId, channel: "power" };

describe("facts of a day", () => {
  it("come in order of time, few at a time, what one message says together", () => {
    const column = new FactColumn();
    // Pairs of a message each, the latest first.
    for (let message = 5000; message > 0; message--) {
      column.add(power, message, message * 10, message);
      column.add({ kind: "heard", nodeId }, false, message * 10, message);
    }
    // A third of a message whose pair would end a slice.
    column.add({ kind: "away", nodeId }, false, 2048 * 10, 2048);
    const slices = [...column.slices()];
    const all = slices.flat();
    expect(all).toHaveLength(column.length);
    expect(slices.length).toBeGreaterThan(2);
    expect(all.slice(0, 3)).toEqual([
      { ...power, value: 1, at: 10, sequence: 1 },
      { kind: "heard", nodeId, at: 10, sequence: 1 },
      { ...power, value: 2, at: 20, sequence: 2 },
    ]);
    expect(all.every(({ at }, index) => index === 0 || at >= (all[index - 1]?.at ?? 0))).toBe(true);
    for (const [index, slice] of slices.entries()) {
      expect(slice.at(-1)?.sequence).not.toBe(slices[index + 1]?.[0]?.sequence);
    }
  });
});
