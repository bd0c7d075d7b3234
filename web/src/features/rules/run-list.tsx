import { pushStates } from "@lastmeter/model/notice";
import type { Deed, Evidence, Rule, RuleDraft, RuleRun } from "@lastmeter/model/rule";
import { toConditions } from "@lastmeter/model/rule-sentence";
import { type Quantity, toSteps } from "@lastmeter/model/units";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { useAsked } from "../../data/asked.ts";
import { readRuns, useRuleVersion } from "../../data/rules.ts";
import { toMomentText } from "../../lib/dates.ts";
import { toFigure } from "../../lib/format.ts";
import { toMoneyText } from "../../lib/money.ts";
import { type Text, useText } from "../../lib/text.ts";
import { Button, Card, Notice, Skeleton } from "../../ui/parts.tsx";
import { toChannelName, toConditionText, toNodeName, toQuantity, toStateText } from "./rule-words.ts";
import style from "./rules.module.css";
import type { RuleHome } from "./use-rule-home.ts";

interface RunListProps {
  readonly of: RuleHome;
  readonly rule: Rule;
  readonly ruleId: string;
  /** Whose firing is looked for; null: none. */
  readonly alarmId: string | null;
}

/** Each time it fired, in words: what was so, what was done, what came of it. */
export function RunList({ of, rule, ruleId, alarmId }: RunListProps) {
  const text = useText();
  const { networkId } = of.home;
  const first = useAsked(`${ruleId} ${rule.fired ?? 0}`, () => readRuns(networkId, ruleId, null));
  const [older, setOlder] = useState<{ runs: (readonly [string, RuleRun])[]; before: number | null } | null>(null);
  const before = older === null ? first.value?.before : older.before;
  const more = async () => {
    if (typeof before !== "number") return;
    const page = await readRuns(networkId, ruleId, before);
    setOlder({ runs: [...(older?.runs ?? []), ...page.runs], before: page.before });
  };
  const runs = [...(first.value?.runs ?? []), ...(older?.runs ?? [])];
  return (
    <section aria-label={text("runs.title")} className={style.part}>
      <h2>{text("runs.title")}</h2>
      {first.value === null && first.fault === null && <Skeleton height={120} />}
      {first.fault !== null && <Notice icon="info">{text("runs.failed")}</Notice>}
      {first.value !== null && runs.length === 0 && <p className={style.hint}>{text("runs.none")}</p>}
      {runs.map(([id, run]) => (
        <Run isSought={raises(run, alarmId)} key={`${id} ${run.seq}`} now={rule} of={of} run={run} ruleId={ruleId} />
      ))}
      {typeof before === "number" && (
        <Button className={style.alone} look="soft" onClick={() => void more().catch(() => undefined)}>
          {text("runs.more")}
        </Button>
      )}
    </section>
  );
}

const raises = ({ did }: RuleRun, alarmId: string | null) =>
  Object.values(did).some((deed) => deed.do === "alarm" && deed.alarmId === alarmId);

interface RunProps {
  readonly of: RuleHome;
  readonly run: RuleRun;
  readonly isSought: boolean;
}

/** By the version of the rule that fired, which may be another than the one on show. */
function Run({ now, ruleId, ...props }: RunProps & { now: Rule; ruleId: string }) {
  if (props.run.version === now.version) return <RunWords draft={now.rule} {...props} />;
  return <OldRun ruleId={ruleId} {...props} />;
}

function OldRun({ ruleId, ...props }: RunProps & { ruleId: string }) {
  const version = useRuleVersion(props.of.home.networkId, ruleId, props.run.version);
  return version === null ? <Skeleton height={80} /> : <RunWords draft={version.rule} {...props} />;
}

function RunWords({ of, run, draft, isSought }: RunProps & { draft: RuleDraft }) {
  const { text, locale } = of.words;
  const { timeZone } = of.home;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isSought) card.current?.scrollIntoView({ block: "center" });
  }, [isSought]);
  return (
    <Card aria-current={isSought || undefined} className={style.run} data-testid="run" ref={card}>
      <strong>{toMomentText(run.firedAt, locale, timeZone)}</strong>
      <ul>
        {run.evidence.map((evidence) => (
          <li key={evidence.condition}>{toEvidenceText(of, draft, evidence)}</li>
        ))}
      </ul>
      <ul>
        {Object.entries(run.did).map(([place, deed]) => (
          <Done deed={deed} key={place} of={of} run={run} />
        ))}
      </ul>
      {run.overAt !== null && (
        <>
          <p className={style.hint}>{text("runs.over", { when: toMomentText(run.overAt, locale, timeZone) })}</p>
          <ul>
            {Object.entries(run.didWhenOver).map(([place, deed]) => (
              <Done deed={deed} key={place} of={of} run={run} />
            ))}
          </ul>
        </>
      )}
      {toToldTexts(run, (at) => toMomentText(at, locale, timeZone), text).map((each) => (
        <p className={style.hint} key={each}>
          {each}
        </p>
      ))}
    </Card>
  );
}

/** What came of the notices of a firing, in numbers of people: who they are is theirs. */
function toToldTexts({ told }: RuleRun, toMoment: (at: number) => string, text: Text): string[] {
  const all = Object.values(told);
  const shown = all.flatMap(({ shownAt }) => shownAt ?? []);
  const states = pushStates.flatMap((state) => {
    const count = all.filter(({ push, shownAt }) => push === state && shownAt === null).length;
    return count === 0 ? [] : [text(`runs.push.${state}`, { count })];
  });
  if (shown.length === 0) return states;
  return [text("runs.shown", { count: shown.length, when: toMoment(Math.min(...shown)) }), ...states];
}

function toEvidenceText(of: RuleHome, draft: RuleDraft, { condition: at, holds, value }: Evidence): string {
  const { words } = of;
  const condition = toConditions(draft)[at];
  if (condition === undefined) return "";
  const said = toConditionText(words, condition);
  const judged =
    holds === null ? words.text("runs.unknown", { what: said }) : holds ? said : words.text("rule.not", { what: said });
  if (value === null) return judged;
  const shown = toEvidenceValue(of, condition, value);
  return shown === "" ? judged : words.text("runs.with", { what: judged, value: shown });
}

function toEvidenceValue(
  { words }: RuleHome,
  condition: ReturnType<typeof toConditions>[number],
  value: string | number | boolean,
): string {
  const figure = (quantity: Quantity, number: number) => {
    const shown = toFigure(quantity, toSteps(quantity, number), words.locale);
    return `${shown.text} ${shown.unit}`.trim();
  };
  switch (condition.kind) {
    case "state":
    case "changed":
      return toStateText(words, condition.nodeId, condition.channel, value);
    case "value":
    case "finished":
      return typeof value === "number" ? figure(toQuantity(words, condition.subject), value) : String(value);
    case "budget":
      if (typeof value !== "number") return String(value);
      return condition.measure === "cost" ? toMoneyText(value, words.currency, words.locale) : figure("energy", value);
    case "price":
    case "cheapest":
      return typeof value === "number"
        ? `${toMoneyText(value, words.currency, words.locale, "price")}/kWh`
        : String(value);
    case "forecast":
    case "event":
      return typeof value === "number" ? new Intl.NumberFormat(words.locale).format(value) : String(value);
    default:
      return "";
  }
}

function Done({ of, run, deed }: { of: RuleHome; run: RuleRun; deed: Deed }) {
  const { words, home } = of;
  const { text } = words;
  switch (deed.do) {
    case "notify":
      return <li>{text(deed.quiet ? "runs.notifiedQuietly" : "runs.notified", { count: deed.noticeIds.length })}</li>;
    case "alarm":
      return (
        <li>
          <Link href={`/alarms/${home.networkId}/${deed.alarmId}`}>{text("runs.alarm")}</Link>
        </li>
      );
    case "command": {
      const { nodeId, channel, value, commandId, withheld } = deed;
      const what = text("rule.channelOf", {
        device: toNodeName(words, nodeId),
        channel: toChannelName(words, nodeId, channel),
      });
      const state = typeof value === "object" ? text("rule.asSet") : toStateText(words, nodeId, channel, value);
      if (withheld !== null) return <li>{text(`runs.withheld.${withheld}`, { what, state })}</li>;
      const outcome = commandId === null ? undefined : run.outcomes[commandId];
      return (
        <li data-state={outcome?.state ?? "open"}>
          {text(`runs.command.${outcome?.state ?? "open"}`, { what, state })}
        </li>
      );
    }
  }
}
