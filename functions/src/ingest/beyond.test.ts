import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryHome, toNode, toReading } from "./plan.fixture.ts";

const startAt = Date.parse("2026-11-22T10:00Z");
const DAY_MS = 86_400_000;

/** Values of a register in Wh by seconds since the start; what of it is suspect, and what was counted in the end. */
function hear(reports: readonly (readonly [s: number, wh: number])[], ratedCurrentA?: number) {
  const home = new MemoryHome();
  const nodes = new Map([[toNode().nodeId, toNode(undefined, ratedCurrentA === undefined ? {} : { ratedCurrentA })]]);
  const readings = reports.map(([s, wh]) => toReading("energyImport", startAt + s * 1000, wh));
  const last = reports.at(-1) ?? [0, 0];
  const end = startAt + last[0] * 1000 + 40 * DAY_MS;
  // The last value again much later closes every slot, and once more settles it.
  readings.push(toReading("energyImport", end, last[1]), toReading("energyImport", end + DAY_MS, last[1]));
  home.plan({ readings, nodes });
  const raw = home.raw().slice(0, reports.length);
  return {
    suspect: raw.flatMap(([, at, , quality]) => (quality === "suspect" ? [(at - startAt) / 1000] : [])),
    counted: home.stats("month", "energyImport").reduce((sum, { energy }) => sum + (energy ?? 0), 0),
  };
}

const run = (s: number, everyS: number, wh: (s: number) => number) =>
  Array.from({ length: s / everyS + 1 }, (_, i): [number, number] => [i * everyS, Math.floor(wh(i * everyS))]);

describe("a register beyond the physical", () => {
  it("is suspect and not counted once its credit is used, however often it reports", () => {
    // 183 kW; 200 Wh and 100 kW are its credit.
    const { suspect, counted } = hear(run(600, 1, (s) => (s * 183_000) / 3600));
    expect(suspect[0]).toBe(9);
    expect(suspect).toHaveLength(592);
    expect(counted).toBeLessThanOrEqual(200 + (9 * 100_000) / 3600);
  });

  it("is so in coarse and uneven steps too", () => {
    const steps: [number, number][] = run(600, 1, (s) => Math.floor(((s - (s % 7)) * 183_000) / 3600 / 10) * 10);
    expect(hear(steps).counted).toBeLessThanOrEqual(200 + 700);
  });

  it("is judged by the node's own connection", () => {
    const { suspect, counted } = hear(
      run(3600, 10, (s) => s * 2.5),
      16,
    );
    // 9 kW on 4.4 kW.
    expect(suspect.length).toBeGreaterThan(200);
    expect(counted).toBeLessThan(400);
    expect(
      hear(
        run(3600, 1, (s) => s * 1.2),
        16,
      ).counted,
    ).toBe(4320);
  });

  it("counts again from where another meter, or a late first zero, goes on", () => {
    const other = run(600, 10, (s) => (s === 0 ? 0 : 812_340 + s));
    const { suspect, counted } = hear(other);
    expect(suspect).toEqual([10, 20]);
    expect(counted).toBe(570);
  });

  it("does not count the height of another meter that stands still for long", () => {
    const { counted } = hear([
      [0, 100],
      [10, 50_100],
      [7200, 50_100],
      [7210, 50_101],
      [7220, 50_103],
    ]);
    expect(counted).toBe(2);
  });

  it("is not a meter that counts by 1 kWh", () => {
    const { suspect, counted } = hear(run(7200, 10, (s) => Math.floor(s / 720) * 1000));
    expect(suspect).toEqual([]);
    expect(counted).toBe(10_000);
  });

  it("never counts more than rate × time + slack, whatever is reported", () => {
    const report = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -50, max: 2000 }));
    fc.assert(
      fc.property(fc.array(report, { minLength: 1, maxLength: 60 }), (steps) => {
        let [s, wh] = [0, 5000];
        const reports = steps.map(([afterS, rise]): [number, number] => {
          s += afterS + 1;
          wh = Math.max(wh + rise, 0);
          return [s, wh];
        });
        const spanS = s - (reports[0]?.[0] ?? 0);
        expect(hear(reports).counted).toBeLessThanOrEqual((spanS * 100_000) / 3600 + 1000);
      }),
      { numRuns: 200 },
    );
  });
});
