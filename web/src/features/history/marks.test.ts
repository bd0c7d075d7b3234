import type { Repair, RepairAction } from "@lastmeter/model/repair";
import { describe, expect, it } from "vitest";
import type { Bar, History } from "./history.ts";
import { findSuspects, markHistory, toStretches } from "./marks.ts";

const toRepair = (at: number, action: RepairAction, from: number, to: number): Repair => ({
  v: 1,
  networkId: "network",
  from,
  to,
  action,
  by: "owner",
  at,
});
const energy = { importWh: 1, exportWh: null, productionWh: null, consumptionWh: null };
const toBar = (startAt: number, certainty: Bar["certainty"]): Bar => ({
  key: "2026-11-22",
  startAt,
  endAt: startAt + 10,
  phase: "past",
  certainty,
  energy,
  measured: null,
});
const toHistory = (...certainties: Bar["certainty"][]) =>
  ({ bars: certainties.map((certainty, place) => toBar(place * 10, certainty)) }) as unknown as History;

describe("toStretches", () => {
  it("lets the later decision win, whatever the order they come in", () => {
    const repairs = new Map([
      ["c", toRepair(3, "restore", 40, 60)],
      ["a", toRepair(1, "exclude", 0, 100)],
      ["b", toRepair(2, "accept", 20, 50)],
    ]);
    expect(toStretches(repairs)).toEqual([
      { id: "a", action: "exclude", from: 0, to: 20 },
      { id: "b", action: "accept", from: 20, to: 40 },
      { id: "a", action: "exclude", from: 60, to: 100 },
    ]);
    expect(toStretches(null)).toEqual([]);
  });
});

describe("markHistory", () => {
  it("marks what touches a decision, and what is doubtful", () => {
    const stretches = toStretches(
      new Map([
        ["a", toRepair(1, "exclude", 5, 10)],
        ["b", toRepair(2, "accept", 30, 40)],
      ]),
    );
    const { bars } = markHistory(toHistory("partly", "good", "suspect", "good", "missing"), stretches);
    expect(bars.map(({ mark }) => mark)).toEqual(["exclude", undefined, "suspect", "accept", undefined]);
  });

  it("finds the doubtful stretches that nobody has left out", () => {
    const stretches = toStretches(new Map([["a", toRepair(1, "exclude", 30, 40)]]));
    const history = markHistory(toHistory("suspect", "suspect", "good", "suspect", "suspect"), stretches);
    expect(findSuspects(history)).toEqual([
      { startAt: 0, endAt: 20 },
      { startAt: 40, endAt: 50 },
    ]);
  });
});
