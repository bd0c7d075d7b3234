import { describe, expect, it } from "vitest";
import { type AlarmFacts, alarmKinds } from "../alarm.ts";
import { toAlarmWords } from "./alarm-words.ts";
import { de } from "./de.ts";
import { el } from "./el.ts";
import { en } from "./en.ts";
import { toDurationText } from "./numbers.ts";

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

  it.each<[string, AlarmFacts, string, string]>([
    [
      "a limit",
      { when: "value", is: "above", limit: 2000, forMs: 60_000, value: 2350.4, unit: "W" },
      "Water heater is above 2\u00a0kW",
      "2.35\u00a0kW, for 1 minute.",
    ],
    [
      "a limit of the home",
      { when: "value", is: "below", limit: -800, forMs: 0, value: -912, unit: "W", isHome: true },
      "Home is below -800\u00a0W",
      "-912\u00a0W.",
    ],
    [
      "a channel",
      { when: "value", is: "above", limit: 30, forMs: 0, value: 31.26, unit: "°C", channel: "Temperature" },
      "Water heater, Temperature is above 30\u00a0°C",
      "31.3\u00a0°C.",
    ],
    [
      "a door",
      { when: "state", state: false, forMs: 180_000, value: false, key: "contact", channel: "Contact" },
      "Water heater, Contact: open",
      "For 3 minutes.",
    ],
    ["a switch", { when: "changed", value: true, key: "state", channel: "State" }, "Water heater, State: on", ""],
    ["a button", { when: "changed", value: "single", channel: "Action" }, "Water heater, Action: single", ""],
    ["an appliance", { when: "finished", value: 2 }, "Water heater has finished", ""],
    ["a silence", { when: "silent", forMs: 21_600_000 }, "Water heater has not been heard of for 6 hours", ""],
    [
      "an energy budget",
      { when: "budget", measure: "drawn", period: "month", limit: 250_000, percent: 80, value: 200_100, unit: "Wh" },
      "Water heater has drawn 80% of 250\u00a0kWh this month",
      "200.1\u00a0kWh.",
    ],
    [
      "a cost budget",
      { when: "budget", measure: "cost", period: "day", limit: 5e6, percent: 80, value: 4_100_000, currency: "EUR" },
      "Water heater has cost 80% of €5.00 today",
      "€4.10.",
    ],
    [
      "a price",
      { when: "price", flow: "import", is: "above", limit: 300_000, value: 330_500, currency: "EUR" },
      "Energy costs more than €0.30/kWh",
      "€0.3305.",
    ],
    [
      "what is given",
      { when: "price", flow: "export", is: "below", limit: 90_000, value: 80_000, currency: "EUR" },
      "Given energy earns less than €0.09/kWh",
      "€0.08.",
    ],
    ["cheap hours", { when: "cheapest", value: 90_000 }, "Energy is among the cheapest of the day", ""],
    ["an event", { when: "event", value: 2 }, "A programme event is on", ""],
    [
      "a forecast",
      { when: "forecast", is: "above", limit: 30, value: 31, unit: "°C" },
      "The forecast is above 30\u00a0°C",
      "31\u00a0°C.",
    ],
    ["a schedule", { when: "schedule" }, "It is 10:30", ""],
    ["some hours", { when: "during" }, "It is 10:30", ""],
  ])("of a rule without words of its own say what happened: %s", (_, facts, title, body) => {
    const notice = { kind: "rule", title: null, facts, at } as const;
    expect(toAlarmWords({ ...notice, phase: "raised" }, ground)).toEqual({ title, body });
    expect(toAlarmWords({ ...notice, phase: "raised", title: "Look" }, ground)).toEqual({ title: "Look", body: title });
    const over = { ...notice, facts: { ...facts, over: true }, phase: "raised" } as const;
    expect(toAlarmWords(over, ground).title).toBe(`Over: ${title}`);
    const cleared = { ...notice, facts: { ...facts, sinceAt: at - 720_000 }, phase: "cleared" } as const;
    expect(toAlarmWords(cleared, ground)).toEqual({ title: `Over: ${title}`, body: "After 12 minutes." });
    for (const locale of ["de", "el"]) {
      const words = toAlarmWords({ ...notice, phase: "raised" }, { ...ground, locale });
      expect(`${words.title} ${words.body}`).not.toMatch(/[{}]|undefined|NaN|null/);
    }
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
