import type { Notice } from "../notice.ts";
import { de } from "./de.ts";
import { el } from "./el.ts";
import { type AlarmTextId, en } from "./en.ts";
import { toDurationText, toNumber } from "./numbers.ts";
import { toRuleWords } from "./rule-words.ts";

const languages: Readonly<Record<string, Readonly<Record<AlarmTextId, string>>>> = { en, de, el };

export interface WordsGround {
  /** BCP 47; what is no language of ours is told in English. */
  readonly locale: string;
  readonly timeZone: string;
  readonly nodeName: string | null;
  readonly homeName: string;
}

export interface AlarmWords {
  readonly title: string;
  /** "": nothing more to say. */
  readonly body: string;
}

/** The same words on a lock screen, in the inbox and on the alarm's page: made by the server for a push, by the app for itself. */
export function toAlarmWords(
  { kind, phase, title, facts, at }: Pick<Notice, "kind" | "phase" | "title" | "facts" | "at">,
  { locale, timeZone, nodeName, homeName }: WordsGround,
): AlarmWords {
  const texts = languages[locale.split("-")[0] ?? ""] ?? en;
  const words = kind === "rule" ? toRuleWords(facts, { texts, locale, timeZone, nodeName, homeName, at }) : null;
  const own = title ?? words?.title ?? null;
  const values: Record<string, string> = {
    node: nodeName ?? homeName,
    home: homeName,
    title: own ?? "",
    at: toMoment(at, locale, timeZone),
    skew: toDurationText(Math.abs(Number(facts.skewS ?? 0)) * 1000, locale),
    current: toUnitText(Number(facts.currentA ?? 0), "A", locale),
    rated: toUnitText(Number(facts.ratedA ?? 0), "A", locale),
    length: toNumber(Number(facts.length ?? 0), locale),
    count: toNumber(Number(facts.count ?? 0), locale),
  };
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const find = (id: string) => (id in en ? fill(texts[id as AlarmTextId]) : null);
  if (phase === "cleared") {
    const since = Number(facts.sinceAt ?? at);
    const body = texts.after.replace("{duration}", toDurationText(at - since, locale));
    const isUnnamed = kind === "rule" && own === null;
    return { title: (isUnnamed ? null : find(`${kind}Over`)) ?? texts.rule, body };
  }
  if (kind === "rule" && own !== null) {
    const said = facts.over === true ? texts.ruleOver.replace("{title}", own) : own;
    return { title: said, body: (title === null ? words?.body : words?.title) ?? "" };
  }
  return { title: own ?? find(kind) ?? texts.rule, body: find(`${kind}Body`) ?? "" };
}

const toUnitText = (value: number, unit: string, locale: string) => `${toNumber(value, locale)}\u00a0${unit}`;

function toMoment(at: number, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit" }).format(at);
}
