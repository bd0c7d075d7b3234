import { useLocation } from "wouter";
import { useText } from "../../lib/text.ts";
import { Figure } from "../../ui/figure.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import type { History } from "./history.ts";
import style from "./history-card.module.css";
import { HistoryChart } from "./history-chart.tsx";
import { HistoryTable } from "./history-table.tsx";
import type { HistoryWords } from "./history-words.ts";
import { QualityBand } from "./quality-band.tsx";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface HistoryCardProps {
  readonly history: History;
  readonly view: HistoryView;
  readonly words: HistoryWords;
}

/** The answer in big figures, then the picture of it or the same as a table, and how well it is known. */
export function HistoryCard({ history, view, words }: HistoryCardProps) {
  const text = useText();
  const [, navigate] = useLocation();
  const { figure, word } = words.answer;
  const nothing = history.certainty === "missing" && history.bars.every(({ certainty }) => certainty === "missing");
  const wh = history.total[history.main];
  return (
    <Card>
      <header className={style.header}>
        <p className={style.answer}>
          <b data-testid="history-answer" data-value-wh={wh ?? undefined}>
            <Figure figure={figure} />
          </b>
          <span className={style.word}>{word}</span>
        </p>
        {!nothing && (
          <Button
            aria-pressed={view.table}
            look="plain"
            onClick={() => navigate(toViewUrl({ ...view, table: !view.table }), { replace: true })}
          >
            <Icon name={view.table ? "chart" : "table"} size={20} />
            <span className={style.toggle}>{text(view.table ? "chart.graph" : "chart.table")}</span>
          </Button>
        )}
      </header>
      {nothing ? (
        <div className={style.empty}>
          <h2>{text("history.empty.title")}</h2>
          <p>{text("history.empty.text")}</p>
        </div>
      ) : (
        <>
          {view.table ? (
            <HistoryTable history={history} view={view} words={words} />
          ) : (
            <HistoryChart history={history} view={view} words={words} />
          )}
          <QualityBand history={history} />
        </>
      )}
    </Card>
  );
}
