import { describe, expect, it } from "vitest";
import type { Channel } from "./channel.ts";
import type { Slot, SlotStats } from "./series.ts";
import { mergeSlots, toMean, toMeanPowerW, toSlotEnergy } from "./series-figures.ts";

const channel = (key: string, ix: number): Channel => ({
  key,
  ix,
  label: key,
  kind: "measurement",
  type: "numeric",
  readable: true,
  settable: false,
  gettable: false,
  path: [key],
});
const channels = {
  powerA: channel("powerA", 0),
  powerB: channel("powerB", 1),
  taken: channel("taken", 2),
  given: channel("given", 3),
};
const total = {
  power: [
    { channel: "powerA", sign: 1 as const },
    { channel: "powerB", sign: -1 as const },
  ],
  energyImport: ["taken"],
  energyExport: ["given"],
};
const stats = (integral: number, energy: number | null = null): SlotStats => ({
  n: 3,
  coveredS: 900,
  integral,
  min: 0,
  max: 10,
  first: 1,
  firstAt: 1000,
  last: 2,
  lastAt: 2000,
  energy,
  quality: "good",
});
const slot = (entries: [number, SlotStats][], startAt = 0): Slot => ({
  startAt,
  endAt: startAt + 900_000,
  channels: new Map(entries),
});

describe("figures of a slot", () => {
  it("mean power is time-weighted, by sign, over the parts known", () => {
    expect(
      toMeanPowerW(
        slot([
          [0, stats(900 * 3000)],
          [1, stats(900 * 1000)],
        ]),
        total,
        channels,
      ),
    ).toBe(200);
    expect(toMeanPowerW(slot([[0, stats(900 * 3000)]]), total, channels)).toBe(300);
    expect(toMeanPowerW(slot([]), total, channels)).toBeNull();
  });

  it("a slot with a reading at its very end only shows that reading", () => {
    expect(toMean({ ...stats(0), coveredS: 0 })).toBe(2);
    expect(toMean(undefined)).toBeNull();
  });

  it.each([
    {
      name: "registers",
      entries: [
        [2, stats(0, 30)],
        [3, stats(0, 4)],
      ],
      expected: [30, 4, false],
    },
    {
      name: "power while a register is not settled",
      entries: [
        [0, stats(3600 * 120)],
        [2, stats(0)],
        [3, stats(0, 1)],
      ],
      expected: [12, 0, true],
    },
    { name: "power given", entries: [[0, stats(-3600 * 50)]], expected: [0, 5, true] },
  ] as { name: string; entries: [number, SlotStats][]; expected: unknown[] }[])(
    "energy from $name",
    ({ entries, expected }) => {
      const energy = toSlotEnergy(slot(entries), total, channels);
      expect([energy?.importWh, energy?.exportWh, energy?.estimated]).toEqual(expected);
    },
  );

  it("slots merge to one: sums add up, first and last are the outer ones", () => {
    const early = slot([[0, stats(10, 5)]]);
    const late = slot([[0, { ...stats(20, 6), min: -5, lastAt: 990_000, last: 9, quality: "estimated" }]], 900_000);
    expect(mergeSlots([early, late])).toEqual({
      startAt: 0,
      endAt: 1_800_000,
      channels: new Map([
        [0, { ...stats(30, 11), n: 6, coveredS: 1800, min: -5, last: 9, lastAt: 990_000, quality: "estimated" }],
      ]),
    });
    expect(mergeSlots([])).toBeNull();
  });
});
