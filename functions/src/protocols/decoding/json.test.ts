import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "./json.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (payload: Uint8Array) => parseJson({ payload }, 1000, 16);

describe("parseJson", () => {
  it.each([
    ["not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "payload: not UTF-8"],
    ["truncated", bytes('{"a":'), "payload: not JSON"],
    ["empty", bytes(""), "payload: not JSON"],
    ["NaN", bytes('{"power":NaN}'), "payload: not JSON"],
    ["too large", bytes(`"${"x".repeat(1000)}"`), "payload: larger than 1000 bytes"],
    ["too deep", bytes("[".repeat(17) + "]".repeat(17)), "payload: nested deeper than 16"],
    ["__proto__", bytes('{"__proto__":{"admin":true}}'), "payload: key __proto__ is not allowed"],
    ["escaped __proto__", bytes('{"a":[{"\\u005f_proto__":1}]}'), "payload: key __proto__ is not allowed"],
    ["constructor", bytes('{"constructor":{"prototype":{}}}'), "payload: key constructor is not allowed"],
  ])("refuses %s", (_, payload, reason) => {
    expect(parse(payload)).toEqual({ ok: false, reason });
    expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
  });

  it("takes 16 levels, brackets in strings, and forbidden words as values", () => {
    expect(parse(bytes("[".repeat(16) + "]".repeat(16))).ok).toBe(true);
    expect(parse(bytes(`{"a":"${"[".repeat(50)}\\"{"}`)).ok).toBe(true);
    expect(parse(bytes('{"mode":"constructor"}'))).toEqual({ ok: true, value: { mode: "constructor" } });
  });

  it("agrees with JSON.parse or says why not, for any bytes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json().map(bytes), fc.uint8Array({ maxLength: 60 })), (payload) => {
        const parsed = parseJson({ payload }, 1_000_000, 100);
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(payload);
        if (text.isWellFormed() && !text.includes("\ufffd"))
          expect(parseJson({ payload, text }, 1_000_000, 100)).toEqual(parsed);
        if (parsed.ok) expect(parsed.value).toEqual(JSON.parse(new TextDecoder().decode(payload)));
        else expect(parsed.reason).toMatch(/^payload: /);
      }),
      { numRuns: 300 },
    );
  });
});
