import type { Rule } from "@lastmeter/model/rule";
import { Link, useLocation, useSearch } from "wouter";
import type { ManagedHome } from "../../data/grants.ts";
import { rules, useRules } from "../../data/rules.ts";
import { useAct } from "../../data/use-act.ts";
import { toMomentText } from "../../lib/dates.ts";
import { useText } from "../../lib/text.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Badge, ButtonLink, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { toNodeName, toRuleText } from "./rule-words.ts";
import style from "./rules.module.css";
import { RunList } from "./run-list.tsx";
import { useHomeOf, useRuleHome } from "./use-rule-home.ts";

/** One rule: what it says, whether it is on, how soon it hears of things, and each time it did something. */
export function RulePage({ networkId, ruleId }: { networkId: string; ruleId: string }) {
  const text = useText();
  const home = useHomeOf(networkId);
  useTitle(text("rules.one"));
  return (
    <div className={style.page}>
      <Link className={style.back} href="/rules">
        <Icon name="back" size={20} />
        {text("rules.title")}
      </Link>
      {home === null && <Skeleton height={240} />}
      {home === "none" && <Empty icon="lock" text={text("rules.noHome.text")} title={text("rules.notYours")} />}
      {typeof home === "object" && home !== null && <Found home={home} ruleId={ruleId} />}
    </div>
  );
}

function Found({ home, ruleId }: { home: ManagedHome; ruleId: string }) {
  const text = useText();
  const { value } = useRules(home.networkId);
  const rule = value?.get(ruleId);
  if (value === null) return <Skeleton height={240} />;
  if (rule === undefined) return <Empty icon="info" text={text("rules.gone.text")} title={text("rules.gone.title")} />;
  return <OneRule home={home} rule={rule} ruleId={ruleId} />;
}

function OneRule({ home, rule, ruleId }: { home: ManagedHome; rule: Rule; ruleId: string }) {
  const text = useText();
  const of = useRuleHome(home);
  const act = useAct();
  const [, navigate] = useLocation();
  const search = useSearch();
  const { networkId } = home;
  const { stopped, promptness, on, byLabel, at } = rule;
  const mayEdit = rule.rule.editors === "managers" || home.isOwner;
  return (
    <>
      <Card className={style.part}>
        <div className={style.head}>
          <h1>{rule.rule.name || text("rules.one")}</h1>
          <Badge tone={on && stopped === null ? "calm" : "warn"}>{text(on ? "rules.on" : "rules.off")}</Badge>
        </div>
        <p className={style.big} data-testid="sentence">
          {toRuleText(of.words, rule.rule)}
        </p>
        {stopped !== null && (
          <Notice icon="info">
            {text(`rules.stoppedText.${stopped.fault}`, {
              device: stopped.nodeId === null ? "" : toNodeName(of.words, stopped.nodeId),
            })}
          </Notice>
        )}
        <p className={style.hint}>{text(`rules.prompt.${promptness}`)}</p>
        <p className={style.hint}>
          {text("rules.by", {
            who: byLabel,
            when: toMomentText(at, of.words.locale, home.timeZone),
            version: rule.version,
          })}
        </p>
        <Outcome act={act} />
        {mayEdit && (
          <div className={style.acts}>
            <ButtonLink href={`/rules/${networkId}/${ruleId}/edit`}>{text("rules.edit")}</ButtonLink>
            <Confirm
              about={rule.rule.name}
              label={text("rules.remove")}
              no={text("rules.keep")}
              onYes={async () => {
                if (await act.run(() => rules.remove({ networkId, ruleId }))) navigate("/rules");
              }}
              question={text("rules.removeAsk")}
              testId="remove-rule"
              yes={text("rules.removeYes")}
            />
          </div>
        )}
      </Card>
      <RunList alarmId={new URLSearchParams(search).get("alarm")} of={of} rule={rule} ruleId={ruleId} />
    </>
  );
}
