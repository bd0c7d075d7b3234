import type { Channel } from "@lastmeter/model/channel";
import type { Node } from "@lastmeter/model/node";
import type { Slot } from "@lastmeter/model/series";
import { resolutions, slotResolutions, toBucketId, toSlotInterval } from "@lastmeter/model/time";
import { describe, expect, it } from "vitest";
import {
  findNewest,
  isReadable,
  toBarResolution,
  toBucketOf,
  toGrantedNode,
  toLentPeriods,
  toNewestBuckets,
  toNextAt,
} from "./lent.ts";
import { toLocalDay } from "./local-day.ts";

const ZONES = ["Europe/Athens", "Asia/Kolkata", "America/St_Johns"];
const moments = [Date.UTC(2026, 10, 22, 12, 7), Date.UTC(2026, 2, 29, 0, 59), Date.UTC(2026, 11, 31, 23, 59)];

describe("what was granted of a node", () => {
  const channel = (key: string) => ({ key }) as Channel;
  const node = {
    channels: { a: channel("a"), b: channel("b"), in: channel("in"), out: channel("out") },
    total: {
      power: [
        { channel: "a", sign: 1 },
        { channel: "b", sign: 1 },
      ],
      energyImport: ["in"],
      energyExport: ["out"],
    },
  } as unknown as Node;

  it("is all of it without a list", () => expect(toGrantedNode(node, null)).toBe(node));

  it("has no sum of which a part was not granted", () => {
    const granted = toGrantedNode(node, ["a", "in"]);
    expect(Object.keys(granted.channels)).toEqual(["a", "in"]);
    expect(granted.total).toEqual({ power: [], energyImport: [], energyExport: [] });
  });

  it("keeps a sum that was granted whole", () => {
    expect(toGrantedNode(node, ["in", "out"]).total).toMatchObject({ energyImport: ["in"], energyExport: ["out"] });
    expect(toGrantedNode(node, ["b", "a"]).total.power).toHaveLength(2);
  });
});

describe.each(resolutions)("somebody granted %s", (finest) => {
  it("is never offered finer bars", () => {
    for (const period of toLentPeriods(finest)) {
      expect(resolutions.indexOf(toBarResolution(period, finest))).toBeGreaterThanOrEqual(resolutions.indexOf(finest));
    }
  });
});

it.each([
  ["2026-11-22", null, true],
  ["2026-11-22", "2026-11-22", true],
  ["2026-11-21", "2026-11-22", false],
  ["2026-11", "2026-11-22", false],
  ["2026-12", "2026-11-22", true],
  ["2026", "2026-01-01", true],
  ["2026", "2026-01-02", false],
] as const)("bucket %s may be read since %s: %s", (bucketId, since, readable) => {
  expect(isReadable(bucketId, since)).toBe(readable);
});

describe.each(ZONES)("in %s", (zone) => {
  it.each(slotResolutions.flatMap((resolution) => moments.map((now) => ({ resolution, now }))))(
    "the running $resolution at $now ends as the model has it",
    ({ resolution, now }) => expect(toNextAt(resolution, now, zone)).toBe(toSlotInterval(resolution, now, zone).endAt),
  );

  it.each(slotResolutions)("the newest closed %s is in one of the buckets read for it", (resolution) => {
    for (const now of moments) {
      const { startAt } = toSlotInterval(resolution, toSlotInterval(resolution, now, zone).startAt - 1, zone);
      expect(toNewestBuckets(resolution, now, zone)).toContain(toBucketId(resolution, startAt, zone));
      expect(toBucketOf(resolution, toLocalDay(now, zone))).toBe(toBucketId(resolution, now, zone));
    }
  });
});

it("takes the newest slot that is over", () => {
  const slots = [0, 1, 2].map((hour): Slot => ({ startAt: hour * 10, endAt: hour * 10 + 10, channels: new Map() }));
  expect(findNewest(slots, 25)?.startAt).toBe(10);
  expect(findNewest(slots, 5)).toBeNull();
});
