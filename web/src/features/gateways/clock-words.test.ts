import { expect, it } from "vitest";
import type { Text } from "../../lib/text.ts";
import { toClockWords } from "./clock-words.ts";

const text: Text = (id, values) => `${id} ${values?.amount ?? ""}`.trim();

it.each([
  [0, "gateway.clock.right"],
  [-2000, "gateway.clock.right"],
  [3000, "gateway.clock.ahead 3 sec"],
  [-119_000, "gateway.clock.behind 119 sec"],
  [-660_000, "gateway.clock.behind 11 min"],
])("%d ms: %s", (skewMs, expected) => {
  expect(toClockWords(skewMs, "en", text)).toBe(expected);
});
