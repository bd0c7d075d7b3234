import { describe, expect, it } from "vitest";
import { createLocalClock, createStampReader } from "./local-clock.ts";

const HOUR_MS = 3_600_000;
const wall = (text: string) => Date.parse(`${text}Z`);

describe("the clocks of a zone", () => {
  it.each([
    ["Europe/Paris", "2006-12-16T17:24", ["2006-12-16T16:24Z"]],
    ["Europe/Paris", "2007-07-01T00:00", ["2007-06-30T22:00Z"]],
    ["Europe/Paris", "2007-03-25T02:30", []],
    ["Europe/Paris", "2007-10-28T02:30", ["2007-10-28T00:30Z", "2007-10-28T01:30Z"]],
    ["Australia/Lord_Howe", "2024-04-07T01:45", ["2024-04-06T14:45Z", "2024-04-06T15:15Z"]],
    ["Asia/Kolkata", "2024-01-01T05:30", ["2024-01-01T00:00Z"]],
  ])("in %s show %s at %j", (zone, local, instants) => {
    const clock = createLocalClock(zone);
    expect(clock.toInstants(wall(local))).toEqual(instants.map((instant) => Date.parse(instant)));
    for (const instant of instants) expect(clock.toWall(Date.parse(instant))).toBe(wall(local));
  });
});

describe("the stamps of a recorder", () => {
  const read = (stamps: readonly string[]) => {
    const readStamp = createStampReader(createLocalClock("Europe/Paris"));
    return stamps.map((stamp) => readStamp(wall(stamp)));
  };

  it("mean the repeated hour's first pass, then its second", () => {
    const stamps = ["2007-10-28T01:59", "2007-10-28T02:00", "2007-10-28T02:59", "2007-10-28T02:00", "2007-10-28T03:00"];
    const [a = 0, ...rest] = read(stamps);
    expect(rest.map((at) => (at ?? 0) - (a ?? 0))).toEqual([1, 60, 61, 121].map((minutes) => minutes * 60_000));
  });

  it("go on without a gap over the hour that clocks skip", () => {
    const [a, b] = read(["2007-03-25T01:59", "2007-03-25T03:00"]);
    expect((b ?? 0) - (a ?? 0)).toBe(60_000);
  });

  it("keep their offset where the recorder shows the skipped hour", () => {
    const [a = 0, ...rest] = read(["2007-03-25T01:59", "2007-03-25T02:00", "2007-03-25T03:00", "2007-10-28T03:00"]);
    expect(rest.slice(0, 2).map((at) => (at ?? 0) - (a ?? 0))).toEqual([60_000, HOUR_MS + 60_000]);
    expect(rest[2]).toBe(Date.parse("2007-10-28T02:00Z"));
  });

  it("are none where time runs backwards", () => {
    expect(read(["2007-01-02T00:00", "2007-01-01T23:59"])[1]).toBeNull();
  });
});
