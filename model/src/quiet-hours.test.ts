import { describe, expect, it } from "vitest";
import { toQuietEnd } from "./quiet-hours.ts";

const zone = "Europe/Athens";
const night = { from: "22:00", to: "07:00" };
const at = (text: string) => Date.parse(text);

describe("quiet hours", () => {
  it.each<[string, { from: string; to: string }, string, string | null]>([
    ["before midnight", night, "2026-11-28T23:30+02:00", "2026-11-29T07:00+02:00"],
    ["after midnight", night, "2026-11-29T03:00+02:00", "2026-11-29T07:00+02:00"],
    ["as they begin", night, "2026-11-28T22:00+02:00", "2026-11-29T07:00+02:00"],
    ["as they end", night, "2026-11-29T07:00+02:00", null],
    ["by day", night, "2026-11-28T12:00+02:00", null],
    ["of an afternoon", { from: "13:00", to: "15:00" }, "2026-11-28T14:59+02:00", "2026-11-28T15:00+02:00"],
    ["after those of an afternoon", { from: "13:00", to: "15:00" }, "2026-11-28T15:00+02:00", null],
    ["of no time", { from: "07:00", to: "07:00" }, "2026-11-28T07:00+02:00", null],
    ["in the night that is an hour longer", night, "2026-10-24T23:00+03:00", "2026-10-25T07:00+02:00"],
    ["in the night that is an hour shorter", night, "2026-03-28T23:00+02:00", "2026-03-29T07:00+03:00"],
    [
      "that end in the hour left out",
      { from: "22:00", to: "03:30" },
      "2026-03-28T23:00+02:00",
      "2026-03-29T04:30+03:00",
    ],
  ])("%s", (_, hours, now, end) => {
    expect(toQuietEnd(hours, at(now), zone)).toBe(end === null ? null : at(end));
  });
});
