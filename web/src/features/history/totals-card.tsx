import { toEnergyFigure } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Figure } from "../../ui/figure.tsx";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { Card } from "../../ui/parts.tsx";
import { type History, type Side, toUnplacedWh } from "./history.ts";
import { type HistoryWords, join } from "./history-words.ts";
import style from "./totals-card.module.css";

const icons: Record<Side, IconName> = {
  consumptionWh: "home",
  productionWh: "production",
  importWh: "arrowIn",
  exportWh: "arrowOut",
};

/** Every side of the period, its average, and what was counted at no known time. */
export function TotalsCard({ history, words }: { history: History; words: HistoryWords }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { sides, total, main, measured } = history;
  const unplacedWh = toUnplacedWh(history, main);
  const toEnergy = (side: Side) => {
    const wh = total[side];
    return wh === null ? null : toEnergyFigure(side === "consumptionWh" ? Math.max(0, wh) : wh, locale);
  };
  return (
    <Card aria-labelledby="totals-title">
      <h2 id="totals-title">{text(measured ? "history.summary" : "history.totals")}</h2>
      <dl className={style.totals} data-testid="history-totals">
        {sides.map((side) => (
          <div data-side={side} data-value-wh={total[side] ?? undefined} key={side}>
            <dt>
              <span className={style.icon}>
                <Icon name={icons[side]} size={16} />
              </span>
              {words.toSide(side)}
            </dt>
            <dd>
              <Figure figure={toEnergy(side)} />
            </dd>
          </div>
        ))}
        {measured &&
          (["mean", "low", "high"] as const).map((name) => (
            <div key={name}>
              <dt>{text(`history.${name}`)}</dt>
              <dd>
                <Figure figure={words.toValue(measured[name])} />
              </dd>
            </div>
          ))}
        {words.average && (
          <div>
            <dt>
              <span className={style.icon}>
                <Icon name="chart" size={16} />
              </span>
              {words.average.label}
            </dt>
            <dd>
              <Figure figure={words.average.figure} />
            </dd>
          </div>
        )}
      </dl>
      {unplacedWh > 0 && (
        <p className={style.note}>
          {text("history.unplaced")}: {join(words.toBarFigure(unplacedWh))}
        </p>
      )}
    </Card>
  );
}
