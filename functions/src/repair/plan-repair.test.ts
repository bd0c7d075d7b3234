import { networkIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { RepairRequest } from "@lastmeter/model/repair";
import { describe, expect, it } from "vitest";
import { channels, MemoryHome, nodeId, toReading, total } from "../ingest/plan.fixture.ts";
import type { Directory } from "../protocols/protocol.ts";
import { decideRules } from "./decide-rules.ts";
import { planRepair, type RepairFacts } from "./plan-repair.ts";

const at = (text: string) => Date.parse(text);
const networkId = networkIdSchema.parse("N".repeat(32));
const health = {
  availability: "online",
  availabilityAt: null,
  interview: null,
  powerSource: null,
  firmware: null,
} as const;
const directory: Directory = {
  v: 1,
  version: 1,
  networkId,
  ownerId: "owner",
  location: null,
  timeZone: "Europe/Athens",
  nodes: {
    "0x1": {
      nodeId,
      address: "0x1",
      nativeName: "plug",
      shard: 0,
      location: null,
      total,
      channels,
      health,
      removed: false,
    },
  },
  records: {},
  waiting: [],
  protocolState: "online",
};

/** Three days: 10 Wh each 10 minutes; on the second day, at noon, one jump of 40 kWh. */
function toHome(): MemoryHome {
  const home = new MemoryHome();
  const start = at("2026-11-20T22:00Z");
  let value = 1000;
  const readings = Array.from({ length: 3 * 144 + 2 }, (_, i) => {
    value += i === 144 + 72 ? 40_010 : 10;
    return toReading("energyImport", start + i * 600_000, value, { sequence: i });
  });
  home.plan({ readings });
  return home;
}

let repairs = 0;
function repair(home: MemoryHome, request: Omit<RepairRequest, "nodeId">) {
  const raw = new Map<string, Record<string, Uint8Array> | null>();
  const facts: RepairFacts = {
    request: { nodeId, ...request },
    uid: "owner",
    now: at("2026-11-24T12:00Z"),
    repairId: `repair${++repairs}`,
    networkId,
    directory,
    queueEpoch: "epoch",
    shards: home.shards,
  };
  for (;;) {
    const plan = planRepair(facts, raw);
    if (plan.kind === "refused") return plan.reason;
    if (plan.kind === "planned") {
      home.apply({ ...plan, needs: [], verdicts: [], writes: plan.writes.filter(({ kind }) => kind !== "create") });
      return plan.writes.filter(({ kind }) => kind === "create");
    }
    for (const path of plan.paths) raw.set(path, home.rawOf(path));
  }
}

const days = (home: MemoryHome) => home.stats("day", "energyImport").map(({ energy }) => energy);
const noon = { from: at("2026-11-22T09:50Z"), to: at("2026-11-22T10:20Z") };

describe("planRepair", () => {
  it("accepts what looked impossible, and takes it back", () => {
    const home = toHome();
    const raw = home.raw();
    expect(days(home)).toEqual([1440, 1420, 1440]);
    repair(home, { ...noon, action: "accept" });
    expect(days(home)).toEqual([1440, 41_440, 1440]);
    repair(home, { ...noon, action: "restore" });
    expect(days(home)).toEqual([1440, 1420, 1440]);
    expect(home.raw()).toEqual(raw);
  });

  it("excludes a stretch: nothing of it counts, its readings stay", () => {
    const home = toHome();
    const before = home.raw().length;
    const whole = { from: at("2026-11-21T22:00Z"), to: at("2026-11-22T22:00Z") };
    repair(home, { ...whole, action: "exclude" });
    expect(days(home)).toEqual([1430, 1440]);
    expect(home.raw()).toHaveLength(before);
    expect(home.slots("hour").some(({ startAt }) => startAt > whole.from && startAt < whole.to)).toBe(false);
    repair(home, { ...whole, action: "restore" });
    expect(days(home)).toEqual([1440, 1420, 1440]);
  });

  it("of today tells at once what today is without it; of the past it does not touch what is live", () => {
    const day = "2026-11-24";
    const home = toHome();
    repair(home, { from: at("2026-11-23T22:10Z"), to: at("2026-11-23T22:20Z"), action: "exclude" });
    expect(home.live()?.today).toMatchObject({ day, importWh: 0 });
    repair(home, { from: at("2026-11-23T22:10Z"), to: at("2026-11-23T22:20Z"), action: "restore" });
    expect(home.live()?.today).toMatchObject({ day, importWh: 10 });
    const past = toHome();
    const before = past.live();
    repair(past, { ...noon, action: "accept" });
    expect(past.live()).toEqual(before);
  });

  it("is written down, for the owner and in the log", () => {
    const created = repair(toHome(), { ...noon, action: "accept" });
    const id = `repair${repairs}`;
    expect(created).toMatchObject([
      { path: paths.repair(nodeId, id), data: { ...noon, action: "accept", by: "owner" } },
      { path: paths.accessLog(networkId, id), data: { act: "repair", who: "owner", nodeId, repair: { id } } },
    ]);
  });

  it("of a day that nobody recorded is refused", () => {
    expect(repair(new MemoryHome(), { ...noon, action: "exclude" })).not.toBe("full");
  });
});

describe("decideRules", () => {
  const rule = (from: number, to: number, action: "exclude" | "accept" = "exclude") => ({ id: "a", from, to, action });
  it.each([
    {
      name: "beside",
      rules: [rule(0, 10)],
      act: { from: 20, to: 30, action: "accept" as const },
      expected: [
        [0, 10],
        [20, 30],
      ],
    },
    {
      name: "inside",
      rules: [rule(0, 10)],
      act: { from: 4, to: 6, action: "accept" as const },
      expected: [
        [0, 4],
        [4, 6],
        [6, 10],
      ],
    },
    {
      name: "restored in the middle",
      rules: [rule(0, 10)],
      act: { from: 4, to: 6, action: "restore" as const },
      expected: [
        [0, 4],
        [6, 10],
      ],
    },
    {
      name: "restored whole",
      rules: [rule(0, 10)],
      act: { from: 0, to: 10, action: "restore" as const },
      expected: [],
    },
  ])("$name", ({ rules, act, expected }) => {
    const decided = decideRules(rules, act, "b");
    expect(decided === "full" ? decided : decided.map(({ from, to }) => [from, to])).toEqual(expected);
  });

  it("has room for a hundred", () => {
    const rules = Array.from({ length: 100 }, (_, i) => rule(i * 10, i * 10 + 5));
    expect(decideRules(rules, { from: 2000, to: 2010, action: "exclude" }, "b")).toBe("full");
  });
});
