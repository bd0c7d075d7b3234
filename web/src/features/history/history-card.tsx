import { useText } from "../../lib/text.ts";
import { Figure } from "../../ui/figure.tsx";
import { Card } from "../../ui/parts.tsx";
import type { History } from "./history.ts";
import style from "./history-card.module.css";
import { HistoryChart } from "./history-chart.tsx";
import { HistoryTable } from "./history-table.tsx";
import type { HistoryWords } from "./history-words.ts";
import { QualityBand } from "./quality-band.tsx";
import type { RepairMode } from "./use-repair.ts";
import { FinenessSwitch, TableSwitch } from "./view-switches.tsx";
import type { HistoryView } from "./view-url.ts";

interface HistoryCardProps {
  readonly history: History;
  readonly view: HistoryView;
  readonly words: HistoryWords;
  readonly mode: RepairMode;
}

/** The answer in big figures, then the picture of it or the same as a table, and how well it is known. */
export function HistoryCard({ history, view, words, mode }: HistoryCardProps) {
  const text = useText();
  const { figure, word } = words.answer;
  const nothing = history.certainty === "missing" && history.bars.every(({ certainty }) => certainty === "missing");
  const wh = history.total[history.main];
  return (
    <Card>
      {view.node !== null && view.period === "day" && <FinenessSwitch view={view} />}
      <header className={style.header}>
        <p className={style.answer}>
          <b data-testid="history-answer" data-value-wh={wh ?? undefined}>
            <Figure figure={figure} />
          </b>
          <span className={style.word}>{word}</span>
        </p>
        {!nothing && <TableSwitch view={view} />}
      </header>
      {nothing ? (
        <div className={style.empty}>
          <h2>{text("history.empty.title")}</h2>
          <p>{text("history.empty.text")}</p>
        </div>
      ) : (
        <>
          {view.table ? (
            <HistoryTable history={history} mode={mode} view={view} words={words} />
          ) : (
            <HistoryChart history={history} mode={mode} view={view} words={words} />
          )}
          <QualityBand history={history} />
        </>
      )}
    </Card>
  );
}
