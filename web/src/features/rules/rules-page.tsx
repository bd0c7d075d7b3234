import type { Rule } from "@lastmeter/model/rule";
import { Link } from "wouter";
import { type ManagedHome, useManagedHomes } from "../../data/grants.ts";
import { chooseNetwork, useHomes } from "../../data/home-data.ts";
import { phoneOnline } from "../../data/resume.ts";
import { rules, useRules } from "../../data/rules.ts";
import { useAct } from "../../data/use-act.ts";
import { serverNow } from "../../lib/clock.ts";
import { toAgeText } from "../../lib/format.ts";
import { useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { AlarmHead } from "../../ui/alarm-head.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Badge, ButtonLink, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { toRuleText } from "./rule-words.ts";
import style from "./rules.module.css";
import { type RuleHome, useRuleHome } from "./use-rule-home.ts";

/** A home's rules, each as one would say it, with its switch. */
export function RulesPage() {
  const text = useText();
  const homes = useManagedHomes();
  const { networkId } = useHomes();
  const home = homes?.find((each) => each.networkId === networkId) ?? homes?.[0];
  useTitle(text("rules.title"));
  return (
    <div className={style.page}>
      <AlarmHead homes={homes} networkId={home?.networkId} onChoose={chooseNetwork} shown="rules" text={text} />
      {homes === null && <Skeleton height={240} />}
      {homes?.length === 0 && (
        <Empty icon="home" text={text("rules.noHome.text")} title={text("alarms.noHome.title")} />
      )}
      {home && <HomeRules home={home} key={home.networkId} />}
    </div>
  );
}

function HomeRules({ home }: { home: ManagedHome }) {
  const text = useText();
  const online = useWatched(phoneOnline);
  const of = useRuleHome(home);
  const { value, error, from } = useRules(home.networkId);
  const all = [...(value ?? [])].sort(([, a], [, b]) => b.createdAt - a.createdAt);
  const add = `/rules/${home.networkId}/new`;
  return (
    <>
      {(!online || from === "cache") && value !== null && <Notice icon="phone">{text("rules.stale")}</Notice>}
      {error !== null && online && <Notice icon="info">{text("rules.failed")}</Notice>}
      {value === null && (online ? <Skeleton height={160} /> : <Notice icon="phone">{text("rules.offline")}</Notice>)}
      {value !== null && all.length === 0 && (
        <Card>
          <Empty
            action={<ButtonLink href={add}>{text("rules.add")}</ButtonLink>}
            icon="check"
            text={text("rules.none.text")}
            title={text("rules.none.title")}
          />
        </Card>
      )}
      {all.length > 0 && (
        <>
          <ButtonLink href={add}>{text("rules.add")}</ButtonLink>
          <ul className={style.list}>
            {all.map(([id, rule]) => (
              <RuleRow key={id} of={of} rule={rule} ruleId={id} />
            ))}
          </ul>
        </>
      )}
      <Card className={style.links}>
        <Link className={style.more} href={`/rules/${home.networkId}/tariff`}>
          <span>
            {text("tariff.link")}
            <small>{of.tariff?.name ?? text("tariff.none")}</small>
          </span>
          <Icon name="next" size={20} />
        </Link>
      </Card>
    </>
  );
}

function RuleRow({ of, rule, ruleId }: { of: RuleHome; rule: Rule; ruleId: string }) {
  const text = useText();
  const act = useAct();
  const { networkId } = of.home;
  const words = toRuleText(of.words, rule.rule);
  const name = rule.rule.name || words;
  const mayEdit = rule.rule.editors === "managers" || of.home.isOwner;
  return (
    <li>
      <Card className={style.row} data-testid="rule">
        <Link className={style.words} href={`/rules/${networkId}/${ruleId}`}>
          {rule.rule.name !== "" && <strong>{rule.rule.name}</strong>}
          <span>{words}</span>
          <small>
            {rule.lastFiredAt === undefined
              ? text("rules.never")
              : text("rules.fired", {
                  age: toAgeText(serverNow() - rule.lastFiredAt, of.words.locale),
                  count: rule.fired ?? 0,
                })}
          </small>
          {rule.stopped !== null && <Badge tone="warn">{text(`rules.stopped.${rule.stopped.fault}`)}</Badge>}
        </Link>
        <label className={style.switch}>
          <input
            aria-checked={rule.on}
            aria-label={text("rules.switch", { rule: name })}
            checked={rule.on}
            disabled={act.busy || !mayEdit}
            onChange={(event) => {
              const on = event.target.checked;
              void act.run(() => rules.setOn({ networkId, ruleId, on }));
            }}
            role="switch"
            type="checkbox"
          />
        </label>
        <Outcome act={act} />
      </Card>
    </li>
  );
}
