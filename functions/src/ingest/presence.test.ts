import { describe, expect, it } from "vitest";
import type { PresenceFact } from "../protocols/protocol.ts";
import { type ChannelKey, channels, MemoryHome, nodeId, toReading } from "./plan.fixture.ts";

const at = (text: string) => Date.parse(`2026-11-22T${text}Z`);
let sequence = 100_000;
const tell = (fact: PresenceFact["fact"], time: string, of: PresenceFact["nodeId"] = nodeId): PresenceFact => ({
  nodeId: of,
  fact,
  at: at(time),
  sequence: ++sequence,
});
/** One message: power and what was drawn so far. */
const say = (time: string, power: number, energyImport: number) => {
  const more = { sequence: ++sequence };
  return [toReading("power", at(time), power, more), toReading("energyImport", at(time), energyImport, more)];
};

describe("what is missing", () => {
  function store(presence: readonly PresenceFact[], back = say("13:10:00", 1000, 5350)): MemoryHome {
    const home = new MemoryHome();
    home.plan({ readings: [...say("10:00:00", 1000, 5000), ...say("10:10:00", 1000, 5017)] });
    home.plan({ presence });
    home.plan({ readings: [...back, ...say("13:20:00", 1000, 5367), ...say("15:00:01", 1000, 5533)] });
    return home;
  }
  const covered = (home: MemoryHome, key: ChannelKey = "power") =>
    home
      .slots("quarter")
      .map(({ startAt, channels: each }) => [
        new Date(startAt).toISOString().slice(11, 16),
        each.get(channels[key].ix)?.coveredS,
      ]);

  it("without a word of absence the last value holds, and energy is where power was", () => {
    const home = store([]);
    expect(covered(home)).toHaveLength(20);
    expect(home.stats("hour", "energyImport").map(({ energy, unplacedWh }) => [energy, unplacedWh])).toEqual([
      [110, undefined],
      [111, undefined],
      [111, undefined],
      [101, undefined],
      [100, undefined],
    ]);
  });

  it.each<[PresenceFact["fact"], string | null]>([
    ["nodeAway", nodeId],
    ["coordinatorAway", null],
    ["gatewayAway", null],
  ])("begins at the last message before %s, and its energy stays unplaced", (fact, of) => {
    const home = store([tell(fact, "11:00:00", of === null ? null : nodeId)]);
    expect(covered(home).slice(0, 3)).toEqual([
      ["10:00", 600],
      ["13:00", 300],
      ["13:15", 900],
    ]);
    const hours = home.stats("hour", "energyImport").map(({ energy, unplacedWh }) => [energy, unplacedWh]);
    expect(hours).toEqual([
      [17, undefined],
      [83, undefined],
      [100, undefined],
    ]);
    home.plan({ readings: say("23:00:00", 0, 5600) });
    const [day] = home.stats("day", "energyImport");
    expect(day?.unplacedWh).toBe(333);
  });

  it("ends with news, not with what a coordinator remembers", () => {
    const away = [tell("coordinatorAway", "11:00:00", null), tell("coordinatorBack", "13:09:30", null)];
    const home = store(away, say("13:10:00", 1000, 5010));
    expect(covered(home).slice(1, 3)).toEqual([
      ["13:15", 600],
      ["13:30", 900],
    ]);
    expect(home.raw().filter(([, time]) => time === at("13:10:00"))).toHaveLength(2);
  });

  it("a stretch inside one quarter is placed there", () => {
    const home = new MemoryHome();
    home.plan({ readings: [...say("10:00:00", 1000, 5000), ...say("10:02:00", 1000, 5003)] });
    home.plan({ presence: [tell("nodeAway", "10:04:00")] });
    home.plan({
      readings: [...say("10:08:00", 1000, 5020), ...say("10:16:00", 1000, 5035), ...say("10:31:00", 0, 5060)],
    });
    expect(home.stats("quarter", "energyImport")[0]).toMatchObject({ energy: 33 });
    expect(home.stats("quarter", "energyImport")[0]?.unplacedWh).toBeUndefined();
    expect(home.stats("quarter", "power")[0]?.coveredS).toBe(540);
  });
});

describe("a changed calibration", () => {
  it("begins a new segment: 0 Wh", () => {
    const home = new MemoryHome();
    home.plan({ readings: say("10:00:00", 1000, 5000) });
    home.plan({ presence: [tell("calibrated", "10:05:00")] });
    home.plan({
      readings: [...say("10:06:00", 1000, 5400), ...say("10:15:00", 1000, 5415), ...say("10:31:00", 0, 5415)],
    });
    expect(home.stats("quarter", "energyImport")[0]?.energy).toBe(15);
  });
});
