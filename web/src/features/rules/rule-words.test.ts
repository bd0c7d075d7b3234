import { readFileSync } from "node:fs";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { RuleDraft } from "@lastmeter/model/rule";
import { setupI18n } from "@lingui/core";
import { describe, expect, it } from "vitest";
import { z } from "zod/mini";
import type { Text } from "../../lib/text.ts";
import { type RuleWords, toRuleText } from "./rule-words.ts";

const catalogue = (part: string) =>
  z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(new URL(`../../locales/${part}.json`, import.meta.url), "utf8")));

const nodeId = "n".repeat(22) as NodeId;
const channel = (key: string, more: object) => [key, { key, label: key, kind: "state", type: "binary", ...more }];
const channels = Object.fromEntries([
  channel("contact", {}),
  channel("state", { kind: "control", feature: "switch" }),
  channel("temperature", { kind: "measurement", type: "numeric", quantity: "temperature" }),
]);
const node = { name: "Boiler", channels } as unknown as Node;

function toWords(language: string): RuleWords {
  const messages = { ...catalogue(language), ...catalogue(`later/${language}`), ...catalogue(`rules/${language}`) };
  const i18n = setupI18n({ locale: language, messages: { [language]: messages } });
  const text: Text = (id, values) => i18n._(id, values);
  return { text, locale: language === "en" ? "en-GB" : language, nodes: new Map([[nodeId, node]]), currency: "EUR" };
}

const every = [1, 2, 3, 4, 5, 6, 7];
const tell: RuleDraft["actions"][number] = { do: "notify", severity: "info", to: null, text: "" };
const plain: RuleDraft = {
  name: "",
  when: { kind: "value", subject: { of: "home" }, is: "above", limit: 3000, hysteresis: 0, forMs: 0 },
  onlyIf: null,
  actions: [tell],
  whenOver: [],
  coolDownMs: 0,
  quiet: null,
  active: { from: null, to: null },
  editors: "managers",
};
const night: RuleDraft["onlyIf"] = {
  kind: "during",
  from: { by: "clock", time: "22:00" },
  to: { by: "sun", event: "sunrise", offsetMin: -30 },
  weekdays: [6, 7],
};
const open: RuleDraft["onlyIf"] = { kind: "state", nodeId, channel: "contact", is: false, forMs: 180_000 };
const cheap: RuleDraft["onlyIf"] = {
  kind: "cheapest",
  hours: 4,
  between: { from: "22:00", to: "07:00" },
  together: true,
};

const sentences: [string, Partial<RuleDraft>, string][] = [
  ["a limit", {}, "When the whole home is above 3.00 kW, then tell me (for information)"],
  [
    "a channel",
    {
      when: {
        kind: "value",
        subject: { of: "channel", nodeId, channel: "temperature" },
        is: "below",
        limit: 19.5,
        hysteresis: 1,
        forMs: 60_000,
      },
    },
    "When Boiler: Temperature is below 19.5 °C for 1 minute (until back above 20.5 °C), then",
  ],
  ["a state", { when: open }, "When Boiler: contact is Open for 3 minutes, then"],
  [
    "a change",
    { when: { kind: "changed", nodeId, channel: "state", to: true } },
    "When Boiler: Switch becomes On, then",
  ],
  [
    "any change",
    { when: { kind: "changed", nodeId, channel: "state", to: null } },
    "When Boiler: Switch changes, then",
  ],
  [
    "an appliance",
    { when: { kind: "finished", subject: { of: "node", nodeId }, above: 20, below: 5, forMs: 300_000 } },
    "When Boiler has finished (below 5 W for 5 minutes after more than 20 W), then",
  ],
  [
    "silence",
    { when: { kind: "silent", nodeId, forMs: 21_600_000 } },
    "When Boiler has not been heard of for 6 hours, then",
  ],
  [
    "an energy budget",
    {
      when: { kind: "budget", subject: { of: "home" }, measure: "drawn", period: "month", limit: 250_000, percent: 80 },
    },
    "When the whole home has drawn 80 % of 250.0 kWh this month, then",
  ],
  [
    "a cost budget",
    {
      when: {
        kind: "budget",
        subject: { of: "node", nodeId },
        measure: "cost",
        period: "day",
        limit: 5_000_000,
        percent: 100,
      },
    },
    "When Boiler has cost 100 % of €5.00 today, then",
  ],
  [
    "a price",
    { when: { kind: "price", flow: "import", is: "below", limit: 120_000 } },
    "When energy costs less than €0.12/kWh, then",
  ],
  [
    "cheap hours",
    { when: cheap },
    "When it is within the 4 cheapest hours in one stretch between 22:00 and 07:00, then",
  ],
  [
    "an event",
    { when: { kind: "event", programmeId: null, level: 2 } },
    "When a programme event of level 2 or more is on, then",
  ],
  [
    "a forecast",
    { when: { kind: "forecast", quantity: "temperature", take: "max", is: "above", limit: 30, aheadMs: 43_200_000 } },
    "When the highest temperature of the next 12 hours will be above 30 °C, then",
  ],
  ["some hours", { when: night }, "When it is between 22:00 and 30 min before sunrise (Sat and Sun), then"],
  [
    "a schedule",
    { when: { kind: "schedule", at: { by: "sun", event: "sunset", offsetMin: 15 }, weekdays: every } },
    "When it is 15 min after sunset (every day), then",
  ],
  [
    "and, or, not",
    { onlyIf: { kind: "all", of: [night, { kind: "any", of: [open, { kind: "not", of: cheap }] }] } },
    "only if it is between 22:00 and 30 min before sunrise (Sat and Sun) and (Boiler: contact is Open for 3 minutes or not: it is within",
  ],
  [
    "a command, an alarm and own words",
    {
      actions: [
        { do: "alarm", severity: "critical", title: "Hot" },
        { do: "command", nodeId, channel: "state", value: false },
        { ...tell, text: "Look" },
      ],
      whenOver: [{ do: "command", nodeId, channel: "state", value: true }],
    },
    "then raise an alarm (urgent): “Hot”, set Boiler: Switch to Off and tell me (for information): “Look”. When it is over, set Boiler: Switch to On",
  ],
  [
    "its terms",
    {
      coolDownMs: 86_400_000,
      quiet: { from: "22:00", to: "07:00" },
      active: { from: "2026-12-01", to: "2026-12-31" },
      editors: "owner",
    },
    "Then it rests for 1 day. It makes no sound from 22:00 to 07:00. It is active from 1 Dec 2026 to 31 Dec 2026. Only the owner may change it",
  ],
];

describe("a rule as one would say it", () => {
  it.each(sentences)("%s", (_, change, expected) => {
    const said = toRuleText(toWords("en"), { ...plain, ...change }).replaceAll("\u00a0", " ");
    expect(said).toContain(expected);
  });

  it.each(["de", "el"])("leaves nothing open in %s, and says all that English does", (language) => {
    const words = toWords(language);
    for (const [name, change] of sentences) {
      const said = toRuleText(words, { ...plain, ...change });
      expect(said, name).not.toMatch(/[{}]|undefined|NaN|\b(rule|forecast|state|channel|quantity)\.\w/);
      const numbers = (text: string) => [...text.replaceAll(",", ".").matchAll(/\d+/g)].map(String).sort();
      const english = toRuleText(toWords("en"), { ...plain, ...change });
      expect(numbers(said).filter((each) => !numbers(english).includes(each)).length, name).toBeLessThanOrEqual(2);
    }
  });
});
