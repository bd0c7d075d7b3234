import { useText } from "../../lib/text.ts";
import { Scrolled } from "../../ui/scrolled.tsx";
import type { ChartWords } from "./chart-words.ts";
import type { Quarter } from "./quarters.ts";
import style from "./today-card.module.css";

interface QuarterTableProps {
  readonly label: string;
  readonly quarters: readonly Quarter[];
  readonly words: ChartWords;
}

/** The chart's data as a table, newest first; gaps between known quarters are said. */
export function QuarterTable({ label, quarters, words }: QuarterTableProps) {
  const text = useText();
  const known = quarters.map(({ mean }) => mean !== null);
  const shown = quarters.slice(known.indexOf(true), known.lastIndexOf(true) + 1).reverse();
  const ranged = shown.some(({ low }) => low !== null);
  return (
    <Scrolled className={style.table} label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text("chart.from")}</th>
            <th scope="col">{text("chart.mean")}</th>
            {ranged && <th scope="col">{text("chart.low")}</th>}
            {ranged && <th scope="col">{text("chart.high")}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ startAt, endAt, mean, low, high }) => (
            <tr className={mean === null ? style.gap : undefined} key={startAt}>
              <th scope="row">{words.toTime({ startAt, endAt })}</th>
              <td>{words.toValue(mean)}</td>
              {ranged && <td>{words.toValue(low)}</td>}
              {ranged && <td>{words.toValue(high)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}
