import { expect, it } from "vitest";
import { toEnteredNumber } from "./entered-number.ts";

it.each([
  ["0,5", 0.5],
  ["0.5", 0.5],
  [" -3 ", -3],
  ["0,", 0],
  ["", Number.NaN],
  ["-", Number.NaN],
  ["much", Number.NaN],
])("%j is %d", (text, number) => {
  expect(toEnteredNumber(text)).toBe(number);
});
