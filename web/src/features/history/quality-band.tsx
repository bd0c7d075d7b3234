import { useText } from "../../lib/text.ts";
import { AXIS_WIDTH, PAD_RIGHT } from "../../ui/plot.tsx";
import { type Certainty, certainties } from "./amount.ts";
import type { Bar, History } from "./history.ts";
import style from "./quality-band.module.css";

const WIDTH = 1000;
const HEIGHT = 10;

/** How well a bar is known; of what its owner left out nothing else is to be said. */
type Quality = Certainty | "excluded";
const order: readonly Quality[] = [...certainties, "excluded"];

const toQuality = ({ certainty, mark }: Bar): Quality =>
  mark === "exclude" && certainty === "missing" ? "excluded" : certainty;

interface Run {
  readonly certainty: Quality;
  readonly from: number;
  readonly to: number;
}

/** Neighbours of one quality are one stretch; what is yet to come has none. */
function toRuns({ bars, span }: History): Run[] {
  const runs: Run[] = [];
  const toX = (at: number) => (WIDTH * (at - span.startAt)) / (span.endAt - span.startAt);
  for (const bar of bars) {
    const { startAt, endAt, phase } = bar;
    const certainty = toQuality(bar);
    if (phase === "future") continue;
    const last = runs.at(-1);
    if (last?.certainty === certainty) runs[runs.length - 1] = { ...last, to: toX(endAt) };
    else runs.push({ certainty, from: toX(startAt), to: toX(endAt) });
  }
  return runs;
}

/** Under the chart: what was measured, what is estimated, what is missing. Pattern and height tell them apart, not colour alone. */
export function QualityBand({ history }: { history: History }) {
  const text = useText();
  const runs = toRuns(history);
  const counts = order
    .map((certainty) => ({
      certainty,
      count: history.bars.filter((bar) => bar.phase !== "future" && toQuality(bar) === certainty).length,
    }))
    .filter(({ count }) => count > 0);
  if (counts.length === 0) return null;
  return (
    <section aria-label={text("history.quality")} className={style.band} data-testid="quality-band">
      <svg
        aria-hidden="true"
        className={style.strip}
        height={HEIGHT}
        preserveAspectRatio="none"
        style={{ marginLeft: AXIS_WIDTH, width: `calc(100% - ${AXIS_WIDTH + PAD_RIGHT}px)` }}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      >
        {runs.map(({ certainty, from, to }) => (
          <Stretch certainty={certainty} from={from} key={from} to={to} />
        ))}
      </svg>
      <ul className={style.legend}>
        {counts.map(({ certainty, count }) => (
          <li data-certainty={certainty} data-count={count} key={certainty}>
            <svg aria-hidden="true" height={HEIGHT} viewBox={`0 0 20 ${HEIGHT}`} width={20}>
              <Stretch certainty={certainty} from={0} to={20} />
            </svg>
            {text(certainty === "excluded" ? "mark.excluded" : `certainty.${certainty}`)} <b>{count}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Good: solid. Estimated: an outline. Doubtful: solid with a notch of another colour on top. Partly: half as high. Left out: thin. Missing: a broken line. */
function Stretch({ certainty, from, to }: Run) {
  const width = Math.max(0, to - from);
  const whole = { height: 6, width, x: from, y: 2 };
  if (certainty === "missing") {
    return (
      <line
        className={style.missing}
        vectorEffect="non-scaling-stroke"
        x1={from}
        x2={to}
        y1={HEIGHT - 2}
        y2={HEIGHT - 2}
      />
    );
  }
  if (certainty === "excluded") return <rect className={style.excluded} {...whole} height={2} y={4} />;
  if (certainty === "partly") return <rect className={style.good} {...whole} height={3} y={5} />;
  if (certainty === "estimated") {
    return <rect className={style.estimated} vectorEffect="non-scaling-stroke" {...whole} />;
  }
  return (
    <>
      <rect className={style.good} {...whole} />
      {certainty === "suspect" && <rect className={style.suspect} {...whole} height={4} y={0} />}
    </>
  );
}
