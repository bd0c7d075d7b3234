import type { NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { location, MemoryHome, nodeId, toNode, toReading } from "./plan.fixture.ts";

const at = (text: string) => Date.parse(text);
const minutes = (count: number) => count * 60_000;

describe("identity of a reading", () => {
  it("a duplicate is dropped, an equal time with another sequence is not", () => {
    const home = new MemoryHome();
    const reading = toReading("power", "2026-11-22T10:00Z", 7);
    const other = toReading("power", "2026-11-22T10:00Z", 9);
    home.plan({ readings: [reading, reading, other, toReading("power", "2026-11-22T10:15Z", 1)] });
    home.plan({ readings: [toReading("power", "2026-11-22T10:30Z", 1)] });
    expect(home.raw().slice(0, 2)).toEqual([
      [0, reading.at, 7, "good"],
      [0, reading.at, 9, "good"],
    ]);
    expect(home.stats("quarter", "power")[0]).toMatchObject({ n: 2, last: 9, integral: 8100 });
  });

  it("a new queue may count from the start again", () => {
    const home = new MemoryHome();
    const reading = toReading("power", "2026-11-22T10:00Z", 7);
    home.plan({ readings: [reading] });
    home.plan({ queueEpoch: "another", readings: [reading, toReading("power", "2026-11-22T10:06Z", 7)] });
    expect(home.raw()).toHaveLength(2);
  });

  it("one older than the newest goes where it belongs, twice as once", () => {
    const home = new MemoryHome();
    const late = toReading("power", "2026-11-22T10:01Z", 99_999);
    home.plan({ readings: [toReading("power", "2026-11-22T10:00Z", 1), toReading("power", "2026-11-22T10:16Z", 1)] });
    home.plan({ readings: [late] });
    home.plan({ readings: [late] });
    expect(home.raw().filter(([, time]) => time === late.at)).toEqual([[0, late.at, 99_999, "good"]]);
    expect(home.stats("quarter", "power")[0]).toMatchObject({ n: 2, max: 99_999, integral: 60 + 840 * 99_999 });
  });

  const now = at("2026-11-22T10:00Z");
  it.each([
    { name: "11 minutes ahead", offset: minutes(11), backfill: false, quality: "suspect" },
    { name: "11 minutes ahead in back-fill", offset: minutes(11), backfill: true, quality: "suspect" },
    { name: "32 days old", offset: -minutes(32 * 1440), backfill: false, quality: "suspect" },
    { name: "32 days old in back-fill", offset: -minutes(32 * 1440), backfill: true, quality: "good" },
    { name: "of 1970 in back-fill", offset: at("1970-01-01T00:00Z") - now, backfill: true, quality: "suspect" },
    { name: "9 minutes ahead", offset: minutes(9), backfill: false, quality: "good" },
  ])("a time $name is $quality", ({ offset, backfill, quality }) => {
    const home = new MemoryHome();
    home.plan({ now, backfill, readings: [toReading("power", now + offset, 5), toReading("power", now + offset, 6)] });
    home.plan({ now: now + minutes(60), backfill, readings: [toReading("power", now + minutes(60), 5)] });
    expect(home.raw().find(([, time]) => time === now + offset)?.[3]).toBe(quality);
    expect(home.live()?.values.power?.at).toBe(backfill ? undefined : now + minutes(60));
  });
});

describe("raw", () => {
  it("closes a chunk every five minutes, with the place where it was measured", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [0, 2, 4, 6].map((minute) => toReading("power", at("2026-11-22T10:00Z") + minutes(minute), minute)),
    });
    const document = home.documents.get(`nodes/${nodeId}/series/raw/buckets/2026-11-22`);
    expect(document).toMatchObject({ v: 1, networkId: "network", location });
    expect(home.raw()).toHaveLength(3);
  });

  it("hands over the chunk of a node that fell silent once the stream has gone past it", () => {
    const other = "nodeB-nodeB-nodeB-node" as NodeId;
    const nodes = new Map([nodeId, other].map((id) => [id, toNode(id)]));
    const home = new MemoryHome();
    home.plan({ nodes, readings: [toReading("power", "2026-11-22T10:01Z", 1)] });
    expect(home.raw()).toEqual([]);
    home.plan({ nodes, readings: [toReading("power", "2026-11-22T10:06Z", 1, { nodeId: other })] });
    expect(home.raw()).toHaveLength(1);
  });

  it("goes on in another part before a document is too large", () => {
    const home = new MemoryHome();
    const start = at("2026-11-21T22:00Z");
    for (let part = 0; part < 60; part++) {
      const readings = Array.from({ length: 4800 }, (_, i) =>
        toReading("voltage", start + part * minutes(20) + i * 250, ((i * 7919) % 1_000_003) * (i % 2 === 0 ? 1 : -1)),
      );
      home.plan({ readings });
    }
    expect([...toSizes(home).keys()]).toEqual(["2026-11-22", "2026-11-22~1"]);
  });

  const day = at("2026-11-21T22:00Z");
  /** Noise that no packing makes smaller: some 11 bytes a reading. */
  const noise = (from: number, count: number, everyMs: number) =>
    Array.from({ length: count }, (_, i) =>
      toReading(
        "voltage",
        from + i * everyMs + ((i * 7919) % 600),
        ((i * 2_654_435_761) % 2 ** 32) * 2 ** 20 - 2 ** 51,
      ),
    );

  it.each([
    { name: "the day before", first: 1, newest: 1450 },
    { name: "the day in use", first: 1, newest: 1430 },
    { name: "a day of which nothing is handed over yet", first: -60, newest: 1430 },
  ])("of a flood of late readings takes as many parts as it needs, and twice changes nothing: $name", (at) => {
    const home = new MemoryHome();
    home.plan({ readings: [at.first, at.newest].map((minute) => toReading("voltage", day + minutes(minute), 1)) });
    const flood = [0, 1, 2].map((part) => noise(day + minutes(2 + part * 300), 30_000, 600));
    for (const readings of flood) home.plan({ readings });
    const sizes = [...toSizes(home)].filter(([id]) => id.startsWith("2026-11-22")).map(([, bytes]) => bytes);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.slice(0, -1).every((bytes) => bytes >= 640 * 1024)).toBe(true);
    const before = home.raw();
    expect(before.length).toBeGreaterThan(90_000);
    for (const readings of flood) home.plan({ readings });
    expect(home.raw()).toEqual(before);
    home.plan({ readings: [toReading("voltage", day + minutes(at.newest + 11), 1)] });
    toSizes(home);
  });

  it("of readings whose time cannot be true lies beside the day and leaves its parts alone", () => {
    const home = new MemoryHome();
    const now = day + minutes(600);
    const ahead = noise(now + minutes(20), 20_000, 3);
    home.plan({ now, readings: [toReading("voltage", now, 1), ...ahead.slice(0, 9000)] });
    home.plan({ now, readings: ahead.slice(9000) });
    home.plan({ now: now + minutes(10), readings: [toReading("voltage", now + minutes(10), 1)] });
    expect(home.raw().filter(([, , , quality]) => quality === "suspect")).toHaveLength(20_000);
    const ids = [...toSizes(home).keys()];
    expect(ids.filter((id) => id === "2026-11-22")).toHaveLength(1);
    expect(ids.filter((id) => /^2026-11-22~x/.test(id))).toHaveLength(6);
  });
});

/** Bytes of each raw document by id; none is larger than it may be. */
function toSizes(home: MemoryHome): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const path of [...home.documents.keys()].filter((each) => each.includes("/raw/")).sort()) {
    const bytes = Object.entries(home.rawOf(path) ?? {}).reduce(
      (sum, [key, { length }]) => sum + key.length + length,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(768 * 1024);
    sizes.set(path.split("/").at(-1) ?? "", bytes);
  }
  return sizes;
}
