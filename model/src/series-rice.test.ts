import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { packRice, parseRice } from "./series-rice.ts";

function pack(numbers: readonly number[]): Uint8Array {
  const writer = new ByteWriter();
  packRice(writer, numbers);
  return writer.toBytes();
}

describe("Rice code", () => {
  it("gives every safe integer back", () => {
    const number = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer(), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        const reader = new ByteReader(pack(numbers));
        expect(parseRice(reader, numbers.length)).toEqual(numbers);
        expect(reader.done).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { name: "a register that stands still", numbers: new Array<number>(80).fill(0), bytes: 11 },
    { name: "noise of ±64", numbers: Array.from({ length: 80 }, (_, i) => ((i * 7919) % 129) - 64), bytes: 85 },
    { name: "one jump among zeros", numbers: [...new Array<number>(79).fill(0), 100_000], bytes: 16 },
  ])("$name takes at most $bytes bytes for 80 numbers", ({ numbers, bytes }) => {
    expect(pack(numbers).length).toBeLessThanOrEqual(bytes);
  });
});
