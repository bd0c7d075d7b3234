import { type DayPoint, forecastQuantities, type Level, type Subject, type Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { RuleAction, RuleDraft } from "@lastmeter/model/rule";
import { toSentence } from "@lastmeter/model/rule-sentence";
import { type Quantity, toSteps } from "@lastmeter/model/units";
import { toDateText, toWeekdayText } from "../../lib/dates.ts";
import { toChannelLabels, toValueFigure } from "../../lib/device.ts";
import { toDurationText } from "../../lib/duration.ts";
import { toFigure } from "../../lib/format.ts";
import { toMoneyText } from "../../lib/money.ts";
import type { Text } from "../../lib/text.ts";

/** What the words of a rule need beside the rule. */
export interface RuleWords {
  readonly text: Text;
  readonly locale: string;
  readonly nodes: ReadonlyMap<string, Node>;
  /** Of the tariff in force; EUR where none is known. */
  readonly currency: string;
}

const findChannel = (words: RuleWords, nodeId: NodeId, key: string) => words.nodes.get(nodeId)?.channels[key];

export const toNodeName = ({ nodes, text }: RuleWords, nodeId: NodeId): string =>
  nodes.get(nodeId)?.name ?? text("rule.goneDevice");

export function toChannelName(words: RuleWords, nodeId: NodeId, key: string): string {
  const node = words.nodes.get(nodeId);
  return (node && toChannelLabels(Object.values(node.channels), words.text).get(key)) ?? key;
}

function toSubjectName(words: RuleWords, subject: Subject): string {
  if (subject.of === "home") return words.text("rule.home");
  const name = toNodeName(words, subject.nodeId);
  if (subject.of === "node") return name;
  return words.text("rule.channelOf", { device: name, channel: toChannelName(words, subject.nodeId, subject.channel) });
}

export function toQuantity(words: Pick<RuleWords, "nodes">, subject: Subject): Quantity {
  if (subject.of !== "channel") return "power";
  return words.nodes.get(subject.nodeId)?.channels[subject.channel]?.quantity ?? "generic";
}

const join = ({ text, unit }: { readonly text: string; readonly unit: string }) =>
  unit === "" ? text : `${text} ${unit}`;

function toLimitText(words: RuleWords, subject: Subject, limit: number): string {
  const quantity = toQuantity(words, subject);
  const unit = subject.of === "channel" ? findChannel(words, subject.nodeId, subject.channel)?.unit : undefined;
  return join(toFigure(quantity, toSteps(quantity, limit), words.locale, unit));
}

/** A state as a person says it: open, on, a word of the device's own. */
export function toStateText(words: RuleWords, nodeId: NodeId, key: string, value: string | number | boolean): string {
  const channel = findChannel(words, nodeId, key);
  if (channel === undefined) return String(value);
  if (channel.type === "numeric" && typeof value === "number") {
    const quantity = channel.quantity ?? "generic";
    return join(toFigure(quantity, toSteps(quantity, value), words.locale, channel.unit));
  }
  return toValueFigure(channel, { value, at: 0 }, words.locale, words.text).text;
}

function toPointText({ text }: RuleWords, point: DayPoint): string {
  if (point.by === "clock") return point.time;
  if (point.offsetMin === 0) return text(`rule.${point.event}`);
  const after = point.offsetMin > 0;
  const minutes = Math.abs(point.offsetMin);
  return text(after ? "rule.afterSun" : "rule.beforeSun", { minutes, event: text(`rule.${point.event}`) });
}

function toWeekdaysText({ text, locale }: RuleWords, weekdays: readonly number[]): string {
  if (weekdays.length === 7) return text("rule.everyDay");
  const names = [...weekdays].sort().map((day) => toWeekdayText(day, locale, "short"));
  return text("rule.onDays", { days: new Intl.ListFormat(locale).format(names) });
}

const withFor = (words: RuleWords, sentence: string, forMs: number): string =>
  forMs === 0
    ? sentence
    : words.text("rule.forLong", { what: sentence, duration: toDurationText(forMs, words.locale) });

export function toConditionText(words: RuleWords, condition: Trigger | Level): string {
  const { text, locale } = words;
  switch (condition.kind) {
    case "value": {
      const values = {
        what: toSubjectName(words, condition.subject),
        limit: toLimitText(words, condition.subject, condition.limit),
      };
      return withFor(words, text(`rule.value.${condition.is}`, values), condition.forMs);
    }
    case "state": {
      const state = toStateText(words, condition.nodeId, condition.channel, condition.is);
      const what = toSubjectName(words, { of: "channel", ...condition });
      return withFor(words, text("rule.state", { what, state }), condition.forMs);
    }
    case "budget": {
      const { measure, limit, percent, period } = condition;
      const amount =
        measure === "cost"
          ? toMoneyText(limit, words.currency, locale)
          : join(toFigure("energy", toSteps("energy", limit), locale));
      const values = { what: toSubjectName(words, condition.subject), amount, percent };
      return text(`rule.budget.${measure}.${period}`, values);
    }
    case "price": {
      const limit = toMoneyText(condition.limit, words.currency, locale, "price");
      return text(`rule.price.${condition.flow}.${condition.is}`, { limit });
    }
    case "cheapest": {
      const { hours, between, together } = condition;
      const base = text(together ? "rule.cheapestTogether" : "rule.cheapest", { hours });
      return between === null ? base : text("rule.ofHours", { what: base, ...between });
    }
    case "event":
      return text("rule.event", { level: condition.level });
    case "forecast": {
      const { quantity, take, is, limit, aheadMs } = condition;
      return text(`rule.forecast.${is}`, {
        what: text(`forecast.${quantity}`),
        take: text(`rule.take.${take}`),
        limit: `${new Intl.NumberFormat(locale).format(limit)} ${forecastQuantities[quantity]}`,
        duration: toDurationText(aheadMs, locale),
      });
    }
    case "during":
      return text("rule.during", {
        from: toPointText(words, condition.from),
        to: toPointText(words, condition.to),
        days: toWeekdaysText(words, condition.weekdays),
      });
    case "silent":
      return text("rule.silent", {
        what: toNodeName(words, condition.nodeId),
        duration: toDurationText(condition.forMs, locale),
      });
    case "finished":
      return text("rule.finished", {
        what: toSubjectName(words, condition.subject),
        below: toLimitText(words, condition.subject, condition.below),
        above: toLimitText(words, condition.subject, condition.above),
        duration: toDurationText(condition.forMs, locale),
      });
    case "schedule":
      return text("rule.schedule", {
        time: toPointText(words, condition.at),
        days: toWeekdaysText(words, condition.weekdays),
      });
    case "changed": {
      const what = toSubjectName(words, { of: "channel", ...condition });
      if (condition.to === null) return text("rule.changed", { what });
      const state = toStateText(words, condition.nodeId, condition.channel, condition.to);
      return text("rule.becomes", { what, state });
    }
  }
}

export function toActionText(words: RuleWords, action: RuleAction): string {
  const { text } = words;
  switch (action.do) {
    case "notify": {
      const told = text(action.to === null ? "rule.do.notify" : "rule.do.notifySome", {
        severity: text(`rule.severity.${action.severity}`),
        count: action.to?.length ?? 0,
      });
      return withWords(words, told, action.text);
    }
    case "alarm":
      return withWords(
        words,
        text("rule.do.alarm", { severity: text(`rule.severity.${action.severity}`) }),
        action.title ?? "",
      );
    case "command": {
      const { value } = action;
      const state =
        typeof value === "object" ? text("rule.asSet") : toStateText(words, action.nodeId, action.channel, value);
      const what = toSubjectName(words, { of: "channel", ...action });
      return text("rule.do.command", { what, state });
    }
  }
}

const withWords = ({ text }: RuleWords, what: string, own: string): string =>
  own === "" ? what : text("rule.do.inWords", { what, words: own });

/** What holds of the rule as a whole, where it is not as usual. */
function toTermTexts({ text, locale }: RuleWords, { coolDownMs, quiet, active, editors }: RuleDraft): string[] {
  const toDay = (day: string) => toDateText(Date.parse(day), locale, "UTC");
  const { from, to } = active;
  const terms = [
    coolDownMs > 0 && text("rule.term.coolDown", { duration: toDurationText(coolDownMs, locale) }),
    quiet !== null && text("rule.term.quiet", quiet),
    from !== null && to !== null && text("rule.term.between", { from: toDay(from), to: toDay(to) }),
    from !== null && to === null && text("rule.term.from", { from: toDay(from) }),
    from === null && to !== null && text("rule.term.to", { to: toDay(to) }),
    editors === "owner" && text("rule.term.owner"),
  ];
  return terms.filter((term) => term !== false);
}

/** A condition with the limit at which it is over again, where that is another than the one at which it began. */
function toWholeConditionText(words: RuleWords, condition: Trigger | Level): string {
  const what = toConditionText(words, condition);
  if (condition.kind !== "value" || condition.hysteresis === 0) return what;
  const { is, limit, hysteresis, subject } = condition;
  const end = toLimitText(words, subject, is === "above" ? limit - hysteresis : limit + hysteresis);
  return words.text(`rule.value.${is}.until`, { what, end });
}

/** The whole rule as one would say it. */
export function toRuleText(words: RuleWords, draft: RuleDraft): string {
  const { text } = words;
  const parts = toSentence(draft);
  const guard = parts.flatMap((part) => {
    if (part.part !== "onlyIf") return [];
    const plain = toWholeConditionText(words, part.condition);
    const said = part.negated ? text("rule.not", { what: plain }) : plain;
    const joined = part.join === null ? "" : `${text(`rule.${part.join}`)} `;
    return [`${joined}${"(".repeat(part.opens)}${said}${")".repeat(part.closes)}`];
  });
  const acts = (of: "action" | "whenOver") =>
    parts.flatMap((part) => (part.part === of ? [toActionText(words, part.action)] : []));
  const list = new Intl.ListFormat(words.locale);
  const when = text("rule.when", { condition: toWholeConditionText(words, draft.when) });
  const then = text("rule.then", { actions: list.format(acts("action")) });
  const over = acts("whenOver");
  return [
    guard.length === 0 ? `${when}, ${then}` : `${when}, ${text("rule.onlyIf", { guard: guard.join(" ") })}, ${then}`,
    ...(over.length === 0 ? [] : [text("rule.whenOver", { actions: list.format(over) })]),
    ...toTermTexts(words, draft),
  ].join(". ");
}
