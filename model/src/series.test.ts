import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { qualities } from "./reading.ts";
import { type Chunk, packChunk, packSlot, parseChunk, parseSlot, parseSlots, type Slot, toSlotKey } from "./series.ts";
import { QUARTER_MS } from "./time.ts";

const value = fc.maxSafeInteger();
const quality = fc.constantFrom(...qualities);
const instant = fc.integer({ min: 946_684_800_000, max: 4_102_444_800_000 });

const chunk = fc
  .tuple(
    fc.array(fc.array(instant, { maxLength: 40 }), { minLength: 1, maxLength: 3 }),
    fc.uniqueArray(fc.nat(1023), { maxLength: 6 }),
  )
  .chain(([times, ixs]) =>
    fc.tuple(
      ...ixs.map((ix) =>
        fc.constantFrom(...times).chain((at) => {
          const column = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: at.length, maxLength: at.length });
          return fc.tuple(
            fc.constant(ix),
            fc.record({ at: fc.constant(at), value: column(value), quality: column(quality) }),
          );
        }),
      ),
    ),
  )
  .map((entries): Chunk => new Map(entries));

const stats = fc.record({
  n: fc.nat(100_000),
  coveredS: fc.nat(900_000).map((ms) => ms / 1000),
  integral: value,
  min: fc.integer(),
  max: fc.integer(),
  first: fc.integer(),
  firstAt: instant,
  last: fc.integer(),
  lastAt: instant,
  energy: fc.option(value),
  quality,
});
const slot = fc
  .tuple(
    fc.integer({ min: 1_051_872, max: 4_558_271 }),
    fc.integer({ min: 1, max: 2980 }),
    fc.dictionary(fc.nat(1023).map(String), stats, { maxKeys: 5 }),
  )
  .map(([start, quarters, channels]): Slot => {
    const entries = Object.entries(channels).map(([ix, each]) => [Number(ix), each] as const);
    return { startAt: start * QUARTER_MS, endAt: (start + quarters) * QUARTER_MS, channels: new Map(entries) };
  });

describe("raw chunks", () => {
  it("come back as they went in", () => {
    fc.assert(
      fc.property(chunk, (each) => {
        expect(parseChunk(packChunk(each))).toEqual(each);
      }),
    );
  });

  it("take at most 8 bytes for a reading of four noisy values every 10 s", () => {
    const at = Array.from({ length: 30 }, (_, i) => 1_795_333_030_157 + i * 10_000 + ((i * 7919) % 90));
    const column = (base: number, noise: number) => ({
      at,
      value: at.map((_, i) => base + ((i * 104_729) % noise)),
      quality: at.map(() => "good" as const),
    });
    const energy = { ...column(1, 1), value: at.map((_, i) => 1_234_560 + Math.floor(i / 12) * 10) };
    const packed = packChunk(
      new Map([
        [0, column(12_340, 300)],
        [1, column(23_010, 150)],
        [2, column(5300, 200)],
        [3, energy],
      ]),
    );
    expect(packed.length / at.length).toBeLessThanOrEqual(8);
  });

  it("of a version not known, cut short or too long are null", () => {
    const packed = packChunk(new Map([[3, { at: [1e12, 1e12 + 5], value: [1, 2], quality: ["good", "suspect"] }]]));
    expect(parseChunk(Uint8Array.of(9, ...packed.slice(1)))).toBeNull();
    expect(parseChunk(Uint8Array.of(...packed, 0))).toBeNull();
    for (let length = 0; length < packed.length; length++) expect(parseChunk(packed.slice(0, length))).toBeNull();
  });
});

describe("slots", () => {
  it("come back as they went in", () => {
    fc.assert(
      fc.property(slot, (each) => {
        expect(parseSlot(toSlotKey(each.startAt), packSlot(each))).toEqual(each);
      }),
    );
  });

  it("are listed by time, without what is no slot", () => {
    const level = { min: 1, max: 1, first: 1, last: 1, energy: null, quality: "good" } as const;
    const make = (startAt: number): Slot => ({
      startAt,
      endAt: startAt + QUARTER_MS,
      channels: new Map([[0, { n: 1, coveredS: 900, integral: 900, firstAt: startAt, lastAt: startAt, ...level }]]),
    });
    const gone = { ...make(1_700_000_000_000), channels: new Map() };
    const late = make(1_800_000_000_000);
    const early = make(9_000_000_000);
    const d = {
      [toSlotKey(late.startAt)]: packSlot(late),
      [toSlotKey(early.startAt)]: packSlot(early),
      [toSlotKey(gone.startAt)]: packSlot(gone),
      x: packSlot(late),
    };
    expect(parseSlots({ ...d, "900": Uint8Array.of(7) })).toEqual([early, late]);
  });
});

describe("any bytes", () => {
  const noise = fc.uint8Array({ maxLength: 200 });
  const damaged = <T>(source: fc.Arbitrary<T>, pack: (each: T) => Uint8Array) =>
    fc.tuple(source, fc.nat(), fc.nat(255)).map(([each, where, byte]) => {
      const bytes = pack(each);
      bytes[where % bytes.length] = byte;
      return bytes;
    });

  it("are a chunk or null, of equal columns", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          noise,
          noise.map((bytes) => Uint8Array.of(1, ...bytes)),
          damaged(chunk, packChunk),
        ),
        (bytes) => {
          for (const { at, value: values, quality: words } of parseChunk(bytes)?.values() ?? []) {
            expect([values.length, words.length]).toEqual([at.length, at.length]);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("are a slot or null", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          noise.map((bytes) => Uint8Array.of(1, ...bytes)),
          damaged(slot, packSlot),
        ),
        (bytes) => {
          const parsed = parseSlot("900", bytes);
          if (parsed) expect(parsed.endAt).toBeGreaterThan(parsed.startAt);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("that claim a great many readings are refused", () => {
    expect(parseChunk(Uint8Array.of(1, 1, 0xff, 0xff, 0xff, 0x7f, 0, 0))).toBeNull();
  });
});
