import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "./calendar.ts";
import { createHomeModel, loadNames, type Plug, type RegisterName } from "./model.ts";
import { defaultHome } from "./simulated-zigbee2mqtt.ts";
import { addOffTime, type RegisterOffsets } from "./world.ts";

const HOUR_MS = 3_600_000;
const model = createHomeModel(defaultHome);
const instants = fc.integer({ min: Date.UTC(2024, 11, 1), max: Date.UTC(2025, 5, 1) });

function counted(fromAt: number, toAt: number, name: RegisterName): number {
  return model.registersAt(toAt)[name] - model.registersAt(fromAt)[name];
}

function consumedWh(fromAt: number, toAt: number): number {
  return loadNames.reduce((sum, name) => sum + counted(fromAt, toAt, name), 0);
}

describe("the home as a function of seed and time", () => {
  it("gives the same powers and registers whatever was asked before", () => {
    const other = createHomeModel(defaultHome);
    const at = Date.UTC(2025, 3, 11, 9, 31, 17);
    other.registersAt(Date.UTC(2025, 7, 1));
    expect(other.homeAt(at)).toEqual(model.homeAt(at));
    expect(other.registersAt(at)).toEqual(model.registersAt(at));
    expect(createHomeModel({ ...defaultHome, seed: 2 }).homeAt(at)).not.toEqual(model.homeAt(at));
  });

  it("balances power at every instant", () => {
    fc.assert(
      fc.property(instants, fc.subarray<Plug>(["fridge", "washingMachine", "waterHeater"]), (at, off) => {
        const { loadsW, solarW, phasesW, gridW } = model.homeAt(at, new Set(off));
        const sumW = loadNames.reduce((sum, name) => sum + loadsW[name], solarW);
        expect(gridW).toBeCloseTo(sumW, 6);
        expect(phasesW.A + phasesW.B + phasesW.C).toBeCloseTo(gridW, 6);
        for (const plug of off) expect(loadsW[plug]).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("balances energy over any stretch: import − export = loads + solar drawn − solar given", () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 3 * DAY_MS }), (at, length) => {
        const toAt = at + length;
        const wh = (name: RegisterName) => counted(at, toAt, name);
        const netWh = wh("import1") + wh("import2") - wh("export1") - wh("export2");
        expect(netWh).toBeCloseTo(consumedWh(at, toAt) + wh("solarDrawn") - wh("solarGiven"), 4);
      }),
      { numRuns: 100 },
    );
  });

  it("counts in its registers what its powers sum to over each minute", () => {
    fc.assert(
      fc.property(instants, (at) => {
        const minuteAt = at - (at % 60_000);
        for (const name of loadNames) {
          const steps = [0, 1, 2, 3, 4, 5].map((step) => model.homeAt(minuteAt + step * 10_000).loadsW[name]);
          const meanW = steps.reduce((sum, powerW) => sum + powerW, 0) / steps.length;
          expect(counted(minuteAt, minuteAt + 60_000, name)).toBeCloseTo(meanW / 60, 6);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("a believable home", () => {
  const days = Array.from({ length: 365 }, (_, day) => model.calendar(Date.UTC(2025, 0, 1) / DAY_MS + day));

  it("uses 8 to 20 kWh every day of a year", () => {
    for (const startAt of days) {
      const kwh = consumedWh(startAt, startAt + DAY_MS) / 1000;
      expect(kwh).toBeGreaterThan(7.9);
      expect(kwh).toBeLessThan(20);
    }
  });

  it("has sun by day and season only", () => {
    for (const startAt of days) expect(counted(startAt, startAt + 4 * HOUR_MS, "solarGiven")).toBe(0);
    const monthWh = (month: number) => counted(Date.UTC(2025, month, 1), Date.UTC(2025, month + 1, 1), "solarGiven");
    expect(monthWh(6)).toBeGreaterThan(1.4 * monthWh(11));
    const yearKwh = counted(days[0] ?? 0, (days.at(-1) ?? 0) + DAY_MS, "solarGiven") / 1000;
    expect(yearKwh / 3.6).toBeGreaterThan(1_200);
    expect(yearKwh / 3.6).toBeLessThan(1_900);
  });

  it("washes on two to five days a week, heating for 13 to 21 minutes", () => {
    const washed = days.filter((startAt) => counted(startAt, startAt + DAY_MS, "washingMachine") > 200);
    expect(washed.length).toBeGreaterThan(104);
    expect(washed.length).toBeLessThan(260);
    const startAt = washed[0] ?? 0;
    const minutes = Array.from(
      { length: 1_440 },
      (_, minute) => model.minuteAt(startAt + minute * 60_000).loadsW.washingMachine,
    );
    expect([13, 21]).toContain(minutes.filter((powerW) => powerW > 1_900).length);
  });

  it("cycles the fridge all day and heats water in the morning and the evening", () => {
    const startAt = days[40] ?? 0;
    const running = Array.from(
      { length: 1_440 },
      (_, minute) => model.minuteAt(startAt + minute * 60_000).loadsW.fridge > 50,
    );
    const starts = running.filter((on, minute) => on && running[minute - 1] === false).length;
    expect(starts).toBeGreaterThan(20);
    expect(starts).toBeLessThan(36);
    expect(counted(startAt + 6 * HOUR_MS, startAt + 10 * HOUR_MS, "waterHeater")).toBeGreaterThan(700);
    expect(counted(startAt + 19 * HOUR_MS, startAt + 23 * HOUR_MS, "waterHeater")).toBeGreaterThan(700);
  });
});

describe("time a plug was off", () => {
  it("lacks in the plug's register and in the house meter's, exactly", () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 6 * HOUR_MS }), (at, length) => {
        const offsets: RegisterOffsets = {};
        addOffTime(offsets, model, new Set<Plug>(["waterHeater", "fridge"]), at, at + length);
        const savedWh = counted(at, at + length, "waterHeater") + counted(at, at + length, "fridge");
        const { import1 = 0, import2 = 0, export1 = 0, export2 = 0, waterHeater = 0, fridge = 0 } = offsets;
        expect(waterHeater + fridge).toBeCloseTo(-savedWh, 4);
        expect(import1 + import2 - export1 - export2).toBeCloseTo(-savedWh, 4);
      }),
      { numRuns: 60 },
    );
  });
});
