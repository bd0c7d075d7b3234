import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideReplay, emptyReplayWindow, type ReplayWindow } from "./replay-window.ts";

function use(window: ReplayWindow, ...sequence: number[]): ReplayWindow {
  return sequence.reduce((current, seq) => decideReplay(current, seq) ?? expect.fail(`${seq} refused`), window);
}

describe("replay window", () => {
  it.each([
    ["the first frame", [], 0, true],
    ["the first frame again", [0], 0, false],
    ["the next one", [0], 1, true],
    ["a late one, once", [0, 5], 3, true],
    ["a late one, twice", [0, 5, 3], 3, false],
    ["63 behind", [100], 37, true],
    ["64 behind", [100], 36, false],
    ["after a jump beyond the window", [0, 1, 500], 436, false],
    ["after a jump, just inside", [0, 1, 500], 437, true],
  ])("%s", (_, used, seq, isAccepted) => {
    expect(decideReplay(use(emptyReplayWindow, ...used), seq) !== null).toBe(isAccepted);
  });

  it("accepts each number at most once, and every new one that is not too old", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 200 }), (sequence) => {
        const used = new Set<number>();
        let top = -1;
        let window = emptyReplayWindow;
        for (const seq of sequence) {
          const next = decideReplay(window, seq);
          expect(next !== null).toBe(!used.has(seq) && seq > top - 64);
          if (next === null) continue;
          window = next;
          used.add(seq);
          top = Math.max(top, seq);
        }
      }),
    );
  });
});
