import { describe, expect, it } from "vitest";
import { decideStart, isTakeover } from "./decide-start.ts";
import type { LinkRecord } from "./link-record.ts";

const MINUTE = 60_000;
const START = 1_795_000_000_000;

/** What becomes of frames, one word each: `A`: heard; `A!`: heard, and its rival is known; `a`: refused; `A*`: a new start to be asked about. */
function tell(frames: string, gapMs = MINUTE, offlineBefore: readonly number[] = []): string {
  let record: Pick<LinkRecord, "starts"> = {};
  const words = [...frames].map((boot, index) => {
    const state = index === 0 || offlineBefore.includes(index) ? "offline" : "online";
    const link = { ...record, health: { state } } as LinkRecord;
    const decided = decideStart(link, boot, START + index * gapMs);
    record = { starts: decided.starts };
    if (decided.kind === "refused") return boot.toLowerCase();
    return `${boot}${isTakeover(link, decided.starts) ? "*" : ""}${decided.starts.rival ? "!" : ""}`;
  });
  return words.join(" ");
}

describe("starts of a gateway", () => {
  it.each([
    ["one that goes on", "AAA", "A A A"],
    ["restarts, each heard at once", "ABBC", "A B* B C*"],
    ["two copies: the one that was there first is heard", "ABABAB", "A B* A! b A! b"],
    ["two copies, then a restart of the right one: it waits", "ABAC", "A B* A! c"],
  ])("%s", (_, frames, expected) => expect(tell(frames)).toBe(expected));

  it("a copy that fell silent for ten minutes is forgotten", () => {
    expect(tell("ABAA", 9 * MINUTE)).toBe("A B* A! A!");
    expect(tell("ABAA", 10 * MINUTE)).toBe("A B* A! A");
  });

  it("when the one that was heard falls silent, another is", () => {
    expect(tell("ABABB", MINUTE, [4])).toBe("A B* A! b B!");
  });

  it("asks nobody where nobody was there", () => {
    expect(tell("AB", MINUTE, [1])).toBe("A B");
  });

  it("notes a refused copy once a minute", () => {
    const starts = { boot: "A", earlier: ["B"], rival: { since: START, refusedAt: START } };
    const link = { starts, health: { state: "online" } } as LinkRecord;
    expect(decideStart(link, "B", START + MINUTE - 1).starts).toBe(starts);
    expect(decideStart(link, "B", START + MINUTE).starts.rival).toEqual({ since: START, refusedAt: START + MINUTE });
  });
});
