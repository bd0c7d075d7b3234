import { type Alarm, type AlarmFacts, alarmIdSchema } from "@lastmeter/model/alarm";
import { toDurationText } from "@lastmeter/model/alarm-words/numbers";
import { networkIdSchema } from "@lastmeter/model/ids";
import { Link } from "wouter";
import { acknowledge, clearAlarm, useAlarm } from "../../data/alarms.ts";
import { useManagedHomes, useNodesOf } from "../../data/grants.ts";
import { useAct } from "../../data/use-act.ts";
import { serverNow } from "../../lib/clock.ts";
import { toMomentText } from "../../lib/dates.ts";
import { toNumberText } from "../../lib/format.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { locale as localeValue, type Text, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { SeverityIcon } from "../../ui/severity-icon.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./alarm-page.module.css";
import { toDurationMs, toWords } from "./alarm-words.ts";
import { Told } from "./told.tsx";

/** One alarm: what, since when, how long, the values it was raised for, and what can be done. */
export function AlarmPage({ networkId, alarmId }: { networkId: string; alarmId: string }) {
  const text = useText();
  const network = networkIdSchema.safeParse(networkId);
  const isId = alarmIdSchema.safeParse(alarmId).success;
  useTitle(text("alarms.one"));
  return (
    <div className={style.page}>
      <PageHeader back="/alarms" backLabel={text("alarms.title")} title={text("alarms.one")} />
      {network.success && isId ? <Found alarmId={alarmId} networkId={network.data} /> : <Unknown />}
    </div>
  );
}

function Unknown() {
  const text = useText();
  return (
    <Empty
      action={<Link href="/inbox">{text("inbox.title")}</Link>}
      icon="info"
      text={text("alarms.unknown.text")}
      title={text("alarms.unknown.title")}
    />
  );
}

function Found({ networkId, alarmId }: { networkId: Alarm["networkId"]; alarmId: string }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { value, error, from } = useAlarm(networkId, alarmId);
  const home = useManagedHomes()?.find((each) => each.networkId === networkId);
  const nodes = new Map(useNodesOf(networkId));
  const act = useAct();
  const alarm = value?.get(alarmId);
  if (error === "permission-denied") return <Told alarmId={alarmId} otherwise={<Unknown />} />;
  if (value === null)
    return error === null ? <Skeleton height={240} /> : <Notice icon="info">{text("alarms.failed")}</Notice>;
  if (alarm === undefined) return <Unknown />;
  const timeZone = home?.timeZone ?? "UTC";
  const nodeName = (alarm.nodeId && nodes.get(alarm.nodeId)?.name) ?? null;
  const { title, body } = toWords(alarm, { locale, timeZone, nodeName, homeName: home?.name ?? "Lastmeter" });
  const toMoment = (at: number) => toMomentText(at, locale, timeZone);
  const { state, severity, raisedAt, acknowledgedAt, clearedAt, nodeId } = alarm;
  return (
    <>
      {from === "cache" && <Notice icon="phone">{text("alarms.stale")}</Notice>}
      <Card className={style.card} data-state={state} data-testid="alarm">
        <div className={style.head}>
          <SeverityIcon isOver={state === "cleared"} severity={severity} />
          <h2>{title}</h2>
        </div>
        {body !== "" && <p>{body}</p>}
        <dl className={style.facts}>
          <Fact label={text("alarms.state")}>{text(`alarms.state.${state}`)}</Fact>
          <Fact label={text("alarms.severity")}>{text(`severity.${severity}`)}</Fact>
          {home && <Fact label={text("alarms.home")}>{home.name}</Fact>}
          <Fact label={text("alarms.began")}>{toMoment(raisedAt)}</Fact>
          {acknowledgedAt !== null && <Fact label={text("alarms.seen")}>{toMoment(acknowledgedAt)}</Fact>}
          {clearedAt !== null && <Fact label={text("alarms.ended")}>{toMoment(clearedAt)}</Fact>}
          <Fact label={text(clearedAt === null ? "alarms.forNow" : "alarms.duration")}>
            {toDurationText(toDurationMs(alarm, serverNow()), locale)}
          </Fact>
          {toFacts(alarm.facts, text, locale, toMoment).map(([label, words]) => (
            <Fact key={label} label={label}>
              {words}
            </Fact>
          ))}
        </dl>
        <Outcome act={act} />
        <div className={style.buttons}>
          {state === "raised" && (
            <Button
              aria-busy={act.busy}
              data-testid="acknowledge"
              disabled={act.busy}
              onClick={() => void act.run(() => acknowledge(networkId, alarmId))}
            >
              {text("alarms.acknowledge")}
            </Button>
          )}
          {alarm.kind === "rule" && state !== "cleared" && (
            <Button disabled={act.busy} look="soft" onClick={() => void act.run(() => clearAlarm(networkId, alarmId))}>
              {text("alarms.clear")}
            </Button>
          )}
          {alarm.ruleId !== null && (
            <Link href={`/rules/${networkId}/${alarm.ruleId}?${new URLSearchParams({ alarm: alarmId })}`}>
              {text("alarms.rule")}
            </Link>
          )}
          {nodeId !== null && nodes.has(nodeId) && (
            <>
              <Link href={`/node/${nodeId}`}>{text("alarms.device")}</Link>
              <Link
                href={`/history?${new URLSearchParams({ period: "day", date: toLocalDay(raisedAt, timeZone), node: nodeId })}`}
              >
                {text("alarms.thatDay")}
              </Link>
            </>
          )}
        </div>
      </Card>
    </>
  );
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A fact's last letters say its unit; what has none is a plain value, what ends in `At` a moment. */
const units = [
  ["Wh", "Wh"],
  ["W", "W"],
  ["A", "A"],
  ["S", "s"],
] as const;

const factTexts = {
  value: "alarms.fact.value",
  valueW: "alarms.fact.value",
  limit: "alarms.fact.limit",
  limitW: "alarms.fact.limit",
  currentA: "alarms.fact.current",
  ratedA: "alarms.fact.rated",
  skewS: "alarms.fact.skew",
  length: "alarms.fact.waiting",
  oldestAt: "alarms.fact.oldest",
} as const;

/** The values it was raised for, those that people have a word for. */
function toFacts(
  facts: AlarmFacts,
  text: Text,
  locale: string,
  toMoment: (at: number) => string,
): (readonly [label: string, words: string])[] {
  // Of a rule they are in its words.
  if (facts.when !== undefined) return [];
  return Object.entries(facts).flatMap(([name, value]) => {
    if (!Object.hasOwn(factTexts, name)) return [];
    const label = text(factTexts[name as keyof typeof factTexts]);
    if (typeof value !== "number") return [[label, String(value)] as const];
    if (name.endsWith("At")) return [[label, toMoment(value)] as const];
    const unit = units.find(([end]) => name.endsWith(end))?.[1];
    return [[label, `${toNumberText(value, locale, 1)}${unit === undefined ? "" : `\u00a0${unit}`}`] as const];
  });
}
