import { describe, expect, it } from "vitest";
import { alarmKinds } from "../alarm.ts";
import { toAlarmWords, toDurationText } from "./alarm-words.ts";
import { de } from "./de.ts";
import { el } from "./el.ts";
import { en } from "./en.ts";

const ground = { locale: "en-GB", timeZone: "Europe/Athens", nodeName: "Water heater", homeName: "Home" };
const at = Date.UTC(2026, 10, 28, 8, 30);
const toPlaceholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe("words of alarms", () => {
  it("have the same placeholders in every language", () => {
    for (const texts of [de, el]) {
      for (const [id, text] of Object.entries(texts)) {
        expect(toPlaceholders(text), id).toEqual(toPlaceholders(en[id as keyof typeof en]));
      }
    }
  });

  const facts = { skewS: -900, currentA: 17.34, ratedA: 16, length: 12_000, sinceAt: at - 720_000 };
  it.each(alarmKinds.flatMap((kind) => (["en", "de", "el", "fr"] as const).map((locale) => [kind, locale] as const)))(
    "of %s in %s leave nothing open",
    (kind, locale) => {
      for (const phase of ["raised", "cleared"] as const) {
        const words = toAlarmWords({ kind, phase, title: null, facts, at }, { ...ground, locale });
        expect(words.title).toMatch(/./);
        expect(`${words.title} ${words.body}`).not.toMatch(/[{}]|undefined|NaN|null/);
      }
    },
  );

  it.each([
    [
      "raised",
      "overRatedCurrent",
      null,
      "Water heater carries more than it may",
      "17.3\u00a0A, though it is made for 16\u00a0A. Switch something off.",
    ],
    ["cleared", "nodeOffline", null, "Water heater answers again", "After 12 minutes."],
    ["raised", "rule", "The heater draws over 2 kW", "The heater draws over 2 kW", ""],
    ["cleared", "rule", "The heater draws over 2 kW", "Over: The heater draws over 2 kW", "After 12 minutes."],
    [
      "raised",
      "clockWrong",
      null,
      "The gateway's clock is wrong",
      "Home: it is off by 15 minutes. Until it is right, readings carry wrong times.",
    ],
    [
      "raised",
      "gatewayOffline",
      null,
      "The gateway is away",
      "Home: nothing has come from it since Sat 10:30. Look whether it has power and a network.",
    ],
  ] as const)("%s, %s", (phase, kind, title, expected, body) => {
    const words = toAlarmWords({ kind, phase, title, facts, at }, ground);
    expect(words.title).toBe(expected);
    expect(words.body).toBe(body);
  });

  it.each([
    [0, "0 seconds"],
    [59_000, "59 seconds"],
    [5_400_000, "1.5 hours"],
    [172_800_000, "2 days"],
  ])("say how long %s ms are", (ms, expected) => {
    expect(toDurationText(ms, "en")).toBe(expected);
  });
});
