import { toDurationText } from "@lastmeter/model/alarm-words/numbers";
import type { RuleDraft } from "@lastmeter/model/rule";
import type { ReplayResult } from "@lastmeter/model/rule-request";
import { useState } from "react";
import { rules } from "../../data/rules.ts";
import { useAct } from "../../data/use-act.ts";
import { toMomentText } from "../../lib/dates.ts";
import { toEnergyFigure } from "../../lib/format.ts";
import { toMoneyText } from "../../lib/money.ts";
import { useText } from "../../lib/text.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card, Notice } from "../../ui/parts.tsx";
import style from "./rules.module.css";
import type { RuleHome } from "./use-rule-home.ts";

interface ReplayCardProps {
  readonly of: RuleHome;
  readonly draft: RuleDraft;
  readonly valid: boolean;
}

const SHOWN_MAX = 12;

/** What the rule would have done in the last 30 days, from the home's own history. */
export function ReplayCard({ of, draft, valid }: ReplayCardProps) {
  const text = useText();
  const act = useAct();
  const [result, setResult] = useState<{ draft: RuleDraft; replayed: ReplayResult } | null>(null);
  const replay = () =>
    act.run(async () => {
      const replayed = await rules.replay({ networkId: of.home.networkId, rule: draft, days: 30 });
      setResult({ draft, replayed });
    });
  return (
    <Card className={style.part} data-testid="replay">
      <h2>{text("replay.title")}</h2>
      <p className={style.hint}>{text("replay.text")}</p>
      <Button
        aria-busy={act.busy}
        className={style.alone}
        data-testid="replay-run"
        disabled={act.busy || !valid}
        look="soft"
        onClick={() => void replay()}
      >
        {text("replay.run")}
      </Button>
      <Outcome act={act} />
      {result !== null && (
        <>
          {result.draft !== draft && <Notice icon="info">{text("replay.older")}</Notice>}
          <Replayed dated={isDated(result.draft)} of={of} replayed={result.replayed} />
        </>
      )}
    </Card>
  );
}

const isDated = ({ active: { from, to } }: RuleDraft) => from !== null || to !== null;

function Replayed({ of, replayed, dated }: { of: RuleHome; replayed: ReplayResult; dated: boolean }) {
  const { text, locale } = of.words;
  const { timeZone } = of.home;
  const { count, firings, heldMs, sources, gaps, estimate } = replayed;
  const shown = [...firings].sort((a, b) => b.at - a.at).slice(0, SHOWN_MAX);
  const energy = (wh: number) => {
    const figure = toEnergyFigure(wh, locale);
    return `${figure.text} ${figure.unit}`;
  };
  const money = estimate?.money ?? null;
  const amount = (wh: number, micro: number | undefined) =>
    money === null || micro === undefined
      ? energy(wh)
      : `${energy(wh)} · ${toMoneyText(micro, money.currency, locale)}`;
  return (
    <div aria-live="polite" className={style.part} data-testid="replayed">
      <p>
        <strong>{text("replay.count", { count })}</strong>
        {heldMs > 0 && ` ${text("replay.held", { duration: toDurationText(heldMs, locale) })}`}
      </p>
      <p className={style.hint}>{text("replay.sources", sources)}</p>
      {dated && <p className={style.hint}>{text("replay.dates")}</p>}
      {gaps.length > 0 && (
        <p className={style.hint}>
          {text("replay.gaps", {
            what: new Intl.ListFormat(locale).format(gaps.map((gap) => text(`replay.gap.${gap}`))),
          })}
        </p>
      )}
      {estimate !== null && (estimate.drawnWh !== 0 || estimate.savedWh !== 0 || estimate.addedWh !== 0) && (
        <>
          <dl className={style.facts}>
            <dt>{text("replay.drawn")}</dt>
            <dd>{amount(estimate.drawnWh, money?.drawn)}</dd>
            {estimate.savedWh !== 0 && (
              <>
                <dt>{text("replay.saved")}</dt>
                <dd>{amount(estimate.savedWh, money?.saved)}</dd>
              </>
            )}
            {estimate.addedWh !== 0 && (
              <>
                <dt>{text("replay.added")}</dt>
                <dd>{amount(estimate.addedWh, money?.added)}</dd>
              </>
            )}
          </dl>
          {estimate.assumptions.length > 0 && (
            <ul className={style.hint}>
              {estimate.assumptions.map((each) => (
                <li key={each}>{text(`replay.assumes.${each}`)}</li>
              ))}
            </ul>
          )}
        </>
      )}
      {shown.length > 0 && (
        <ol className={style.times}>
          {shown.map(({ at, overAt }) => (
            <li key={at}>
              <time dateTime={new Date(at).toISOString()}>{toMomentText(at, locale, timeZone)}</time>
              {overAt !== null && overAt > at && <span>{toDurationText(overAt - at, locale)}</span>}
            </li>
          ))}
        </ol>
      )}
      {count > shown.length && shown.length > 0 && (
        <p className={style.hint}>{text("replay.more", { count: count - shown.length })}</p>
      )}
    </div>
  );
}
