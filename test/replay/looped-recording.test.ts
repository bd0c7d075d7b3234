import { describe, expect, it } from "vitest";
import { type HouseholdMinute, MINUTE_MS } from "./household.ts";
import { createLocalClock } from "./local-clock.ts";
import { toLoopedRecording } from "./looped-recording.ts";

const clock = createLocalClock("Europe/Paris");
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const recordedFrom = Date.parse("2006-12-16T17:24+01:00");

/** Ten days whose active power tells which minute it is. */
const recorded: HouseholdMinute[] = Array.from({ length: 10 * 1440 }, (_, index) => ({
  at: recordedFrom + index * MINUTE_MS,
  meter: { activeW: index, reactiveVar: null, voltageV: null, currentA: null },
  subWh: [null, null, null],
}));
const now = Date.parse("2026-08-20T10:00+02:00");

function loop(shiftWeeks?: number) {
  const recording = toLoopedRecording(recorded, clock, now, shiftWeeks);
  if (recording === null) throw new Error("too short");
  return recording;
}

describe("a recording moved by whole weeks", () => {
  it("ends within the week before now and keeps weekday and time of day", () => {
    const { beganAt, endedAt } = loop();
    expect(now - endedAt).toBeGreaterThanOrEqual(0);
    expect(now - endedAt).toBeLessThan(WEEK_MS);
    expect((clock.toWall(beganAt) - clock.toWall(recordedFrom)) % WEEK_MS).toBe(0);
    expect(loop().toMinute(beganAt).meter?.activeW).toBe(0);
    expect(loop().toMinute(endedAt - MINUTE_MS).meter?.activeW).toBe(10 * 1440 - 1);
  });

  it("comes again from its newest whole week, for ever", () => {
    const { endedAt, toMinute } = loop();
    for (const weeks of [0, 1, 5]) {
      expect(toMinute(endedAt + weeks * WEEK_MS).meter?.activeW).toBe(3 * 1440);
      expect(toMinute(endedAt + weeks * WEEK_MS + MINUTE_MS).meter?.activeW).toBe(3 * 1440 + 1);
    }
  });

  it("stays where an earlier start has moved it", () => {
    const kept = loop(1000);
    expect(clock.toWall(kept.beganAt)).toBe(clock.toWall(recordedFrom) + 1000 * WEEK_MS);
  });

  it("plays the repeated hour twice and the skipped hour not at all", () => {
    const { toMinute } = loop();
    const at = (text: string) => toMinute(Date.parse(text)).meter?.activeW;
    expect(at("2026-10-25T00:30Z")).toBe(at("2026-10-25T01:30Z"));
    expect((at("2027-03-28T01:00Z") ?? 0) - (at("2027-03-28T00:59Z") ?? 0)).toBe(61);
  });

  it("needs a week", () => {
    expect(toLoopedRecording(recorded.slice(0, 1440), clock, now)).toBeNull();
    expect(toLoopedRecording([], clock, now)).toBeNull();
  });
});
