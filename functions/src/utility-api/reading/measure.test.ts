import type { Channel } from "@lastmeter/model/channel";
import type { Total } from "@lastmeter/model/node";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { describe, expect, it } from "vitest";
import { toMeasure } from "./measure.ts";

const QUARTER_S = 900;
const ixs = { power: 1, import1: 2, import2: 3, export: 4 } as const;
type Key = keyof typeof ixs;
const channels = Object.fromEntries(
  Object.entries(ixs).map(([key, ix]) => {
    const quantity = key === "power" ? "power" : "energy";
    return [key, { key, label: key, ix, kind: "measurement", type: "numeric", quantity, register: ix > 1 } as Channel];
  }),
);
const toTotal = (energyImport: Key[], energyExport: Key[]): Total => ({
  power: [{ channel: "power", sign: 1 }],
  energyImport,
  energyExport,
});

function toStats(given: Partial<SlotStats>): SlotStats {
  const nothing = { n: 1, coveredS: QUARTER_S, integral: 0, min: 0, max: 0, first: 0, firstAt: 0, last: 0, lastAt: 0 };
  return { ...nothing, energy: null, quality: "good", ...given };
}
/** Of a mean power in W, held for so many seconds. */
const drew = (watts: number, coveredS = QUARTER_S) => toStats({ integral: watts * 10 * coveredS, coveredS });
const counted = (energy: number | null) => toStats({ energy });
const toSlot = (said: Partial<Record<Key, SlotStats>>): Slot => ({
  startAt: 0,
  endAt: QUARTER_S * 1000,
  channels: new Map(Object.entries(said).map(([key, stats]) => [ixs[key as Key], stats])),
});

const [one, phases, both, none] = [
  toTotal(["import1"], []),
  toTotal(["import1", "import2"], []),
  toTotal(["import1"], ["export"]),
  toTotal([], []),
];

describe("what a node drew and gave", () => {
  it.each<[string, Total, Partial<Record<Key, SlotStats>>, (number | null)[], string, number]>([
    ["registers of both directions", both, { import1: counted(40), export: counted(3) }, [40, 3], "good", 1],
    ["one that stood still is 0", both, { import1: counted(40), export: counted(0) }, [40, 0], "good", 1],
    ["no register of a direction", one, { import1: counted(40), power: drew(-800) }, [40, null], "good", 1],
    ["all phases", phases, { import1: counted(40), import2: counted(2) }, [42, null], "good", 1],
    ["one phase of two", phases, { import1: counted(40) }, [40, null], "estimated", 0],
    ["power where no register is", none, { power: drew(-800) }, [0, 200], "estimated", 1],
    [
      "power where the register is not settled",
      one,
      { import1: counted(null), power: drew(800) },
      [200, 0],
      "estimated",
      1,
    ],
    ["power of a part of it", none, { power: drew(800, 450) }, [100, 0], "estimated", 0.5],
    ["a reading that held for no time", none, { power: drew(800, 0) }, [null, null], "missing", 0],
    [
      "the same, beside a register not settled",
      one,
      { import1: counted(null), power: drew(8, 0) },
      [null, null],
      "missing",
      0,
    ],
    ["nothing", both, {}, [null, null], "missing", 0],
  ])("%s", (_, total, said, expected, quality, coverage) => {
    const slot = toSlot(said);
    const figures = ["total.energyImport", "total.energyExport"].map(
      (name) => toMeasure({ channels, total }, name)?.toFigure(slot) ?? expect.fail("no measure"),
    );
    expect(figures.map(({ value }) => value)).toEqual(expected);
    const told = figures.find(({ value }) => value !== null) ?? figures[0];
    expect(told).toMatchObject({ quality, coverage });
    for (const each of figures.filter(({ value }) => value === null)) expect(each.quality).toBe("missing");
  });
});
