import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, equalBytes, fromHex, fromUtf8, toHex, toUtf8 } from "./bytes.ts";

const bytes = fc.uint8Array({ maxLength: 200 });

describe("bytes", () => {
  it("compares by content", () => {
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        expect(equalBytes(left, right)).toBe(toHex(left) === toHex(right));
        expect(equalBytes(left, left.slice())).toBe(true);
      }),
    );
  });

  it("goes through hex and back", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromHex(toHex(value))).toEqual(value);
      }),
    );
  });

  it.each(["0", "0g", "AB", " 00"])("refuses %j as hex", (text) => {
    expect(() => fromHex(text)).toThrow(RangeError);
  });

  it("joins in order", () => {
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  });

  it("keeps a byte order mark and refuses malformed UTF-8", () => {
    expect(fromUtf8(toUtf8("\ufeffäö"))).toBe("\ufeffäö");
    expect(fromUtf8(Uint8Array.of(0xc3, 0x28))).toBeNull();
    expect(fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeNull();
  });
});
