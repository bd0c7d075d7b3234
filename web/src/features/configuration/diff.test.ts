import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDiff, toExcerpt, toReadable } from "./diff.ts";

const lines = (text: string) => text.split("").join("\n");
const toText = (before: string, after: string) =>
  toDiff(lines(before), lines(after))
    .map(({ kind, text }) => `${{ same: " ", added: "+", gone: "-" }[kind]}${text}`)
    .join("");

describe("the difference of two versions", () => {
  it.each([
    ["abc", "abc", " a b c"],
    ["abc", "adc", " a-b+d c"],
    ["ac", "abc", " a+b c"],
    ["abc", "ac", " a-b c"],
    ["aXbXc", "abc", " a-X b-X c"],
  ])("of %s and %s", (before, after, expected) => {
    expect(toText(before, after)).toBe(expected);
  });

  it("holds both versions, whatever they are", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 30 }).map((all) => all.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = toDiff(before, after);
        const of = (other: "added" | "gone") =>
          diff.flatMap(({ kind, text }) => (kind === other ? [] : [text])).join("\n");
        expect(of("added")).toBe(before);
        expect(of("gone")).toBe(after);
      }),
    );
  });

  it("is shown with what is around it", () => {
    const diff = toDiff(lines("abcdefghij"), lines("abcdefghiX"));
    expect(toExcerpt(diff, 1)).toEqual([
      null,
      { kind: "same", text: "i" },
      { kind: "gone", text: "j" },
      { kind: "added", text: "X" },
    ]);
    expect(toReadable('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(toReadable("online")).toBe("online");
  });
});
