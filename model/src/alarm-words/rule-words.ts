import type { AlarmFacts } from "../alarm.ts";
import type { AlarmTextId } from "./en.ts";
import { toClock, toDurationText, toNumber } from "./numbers.ts";

export interface RuleWordsGround {
  readonly texts: Readonly<Record<AlarmTextId, string>>;
  readonly locale: string;
  readonly timeZone: string;
  readonly nodeName: string | null;
  readonly homeName: string;
  readonly at: number;
}

/** A text, and where there is something more to say, another. */
type Said = readonly [title: AlarmTextId, body?: AlarmTextId];

/** What made a rule fire, by the facts that the engine gives with it: for one that has no words of its own. Null: they do not say. */
export function toRuleWords(facts: AlarmFacts, ground: RuleWordsGround): { title: string; body: string } | null {
  const said = toSaid(facts);
  if (said === null) return null;
  const { texts, locale, timeZone, nodeName, homeName, at } = ground;
  const amount = (value: AlarmFacts[string] | undefined) => toAmountText(value, facts, ground);
  const name = facts.isHome === true ? homeName : (nodeName ?? homeName);
  const values: Record<string, string> = {
    what: typeof facts.channel === "string" ? `${name}, ${facts.channel}` : name,
    value: amount(facts.value),
    state: amount(facts.state ?? facts.value),
    limit: amount(facts.limit),
    percent: toNumber(Number(facts.percent ?? 0), locale),
    duration: toDurationText(Number(facts.forMs ?? 0), locale),
    clock: toClock(at, locale, timeZone),
  };
  const fill = (id: AlarmTextId) => texts[id].replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  const [title, body] = said;
  return { title: fill(title), body: body === undefined || values.value === "" ? "" : fill(body) };
}

function toSaid({ when, is, measure, period, flow, forMs, over }: AlarmFacts): Said | null {
  const lasts = Number(forMs ?? 0) > 0 && over !== true;
  const isBelow = is === "below";
  switch (when) {
    case "value":
      return [isBelow ? "below" : "above", lasts ? "nowFor" : "now"];
    case "state":
    case "changed":
      return lasts ? ["state", "lasting"] : ["state"];
    case "budget":
      return [budgets[`${measure} ${period}`] ?? "drawnMonth", "now"];
    case "price":
      if (flow === "export") return [isBelow ? "exportBelow" : "exportAbove", "now"];
      return [isBelow ? "importBelow" : "importAbove", "now"];
    case "forecast":
      return [isBelow ? "forecastBelow" : "forecastAbove", "now"];
    case "during":
    case "schedule":
      return ["time"];
    case "finished":
    case "silent":
    case "cheapest":
    case "event":
      return [when];
    default:
      return null;
  }
}

const budgets: Readonly<Record<string, AlarmTextId>> = {
  "drawn day": "drawnDay",
  "drawn month": "drawnMonth",
  "given day": "givenDay",
  "given month": "givenMonth",
  "cost day": "costDay",
  "cost month": "costMonth",
};

/** Canonical units that are said in thousands, where there are as many. */
const greatUnits = ["W", "Wh", "VA", "VAh", "var", "varh"];

/** A number with its unit, money in 1e-6 of its currency, or a state in words. */
function toAmountText(
  value: AlarmFacts[string] | undefined,
  { when, key, unit = "", currency }: AlarmFacts,
  { texts, locale }: RuleWordsGround,
): string {
  if (typeof value === "boolean") return texts[key === "contact" ? (value ? "closed" : "open") : value ? "on" : "off"];
  if (typeof value !== "number") return value ?? "";
  if (typeof currency === "string") {
    const digits = when === "price" ? { maximumFractionDigits: 4 } : {};
    return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(value / 1_000_000);
  }
  const isGreat = Math.abs(value) >= 1000 && greatUnits.includes(String(unit));
  const digits = isGreat ? 2 : 1;
  const shown = toNumber(isGreat ? value / 1000 : value, locale, digits);
  return `${shown}\u00a0${isGreat ? "k" : ""}${unit}`.trim();
}
