import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toUtf8 } from "./bytes.ts";
import { generateKey, parseKeyText, toCrc32, toKeyText } from "./key.ts";

const linkKey = { kid: "0011223344556677", key: fromHex("ab".repeat(32)) };
const text = toKeyText(linkKey);
const documented = Uint8Array.from([1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13, ...Array(16).fill(0)]);

describe("key text", () => {
  it("has the form that secret scanners look for", () => {
    expect(text).toMatch(/^lmk1_0011223344556677_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/);
  });

  it("comes back as it was", () => {
    const generated = generateKey();
    expect(parseKeyText(toKeyText(generated))).toEqual(generated);
    expect(parseKeyText(`  ${text}\n`)).toEqual(linkKey);
  });

  it("uses the CRC-32 of zip", () => {
    expect(toCrc32(toUtf8("123456789"))).toBe(0xcbf4_3926);
  });

  it.each([
    ["empty", "", "format"],
    ["another product's", text.replace("lmk1", "lmk2"), "format"],
    ["cut", text.slice(0, -1), "format"],
    ["a key of documentations", toKeyText({ ...linkKey, key: documented }), "wellKnown"],
    ["a wrong checksum", text.slice(0, -1) + (text.endsWith("0") ? "1" : "0"), "checksum"],
  ])("refuses %s", (_, wrong, fault) => {
    expect(parseKeyText(wrong)).toBe(fault);
  });

  it("tells every single wrong character", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...alphabet), (index, char) => {
        fc.pre(text[index] !== char);
        expect(parseKeyText(text.slice(0, index) + char + text.slice(index + 1))).toBeTypeOf("string");
      }),
    );
  });
});
