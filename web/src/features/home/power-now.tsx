import { toAgeText, toPowerFigure } from "../../lib/format.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { locale as localeValue, type MessageId, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { LiveFigure, type LiveFigureValue, LiveText } from "../../ui/live.tsx";
import { Card } from "../../ui/parts.tsx";
import { FlowBars } from "./flow-bars.tsx";
import style from "./power-now.module.css";
import type { HomePageData } from "./use-home.ts";

/** Below this the meter's own noise decides the sign: it says neither in nor out. */
const STILL_W = 1;

type Way = "import" | "export" | "still" | "loads" | "none";
const labels = { import: "home.fromGrid", export: "home.toGrid", still: "home.atGrid" } satisfies Record<
  string,
  MessageId
>;

/** The home's power now, in big figures, with the age of the value. */
export function PowerNow({ home }: { home: HomePageData }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const way = useLiveValue((now): Way => {
    const { source, powerW } = home.read(now).home;
    if (source === "none" || powerW === null) return "none";
    if (source === "loads") return "loads";
    return powerW > STILL_W ? "import" : powerW < -STILL_W ? "export" : "still";
  });
  const parts = useLiveValue((now) => home.read(now).home.parts);
  const known = useLiveValue((now) => home.read(now).home.partsKnown);
  const flows = useLiveValue((now) => {
    const { productionW, storageW } = home.read(now).home;
    return productionW !== null || storageW !== null;
  });
  const read = (now: number, before: string | null): LiveFigureValue | null => {
    const { powerW, at } = home.read(now).home;
    if (powerW === null) return null;
    const attributes = { "data-value-w": String(powerW), "data-at": String(at) };
    const shown = way === "loads" ? powerW : Math.abs(powerW);
    return { ...toPowerFigure(Math.abs(shown) < 10 ? Math.round(shown) : shown, locale, before), attributes };
  };
  const label =
    way === "none"
      ? text("home.noPower")
      : way === "loads"
        ? text("home.sumOfLoads", { count: parts })
        : text(labels[way]);
  return (
    <Card className={style.card}>
      <h2 className={style.label} data-way={way}>
        {(way === "import" || way === "export") && (
          <span className={style.way}>
            <Icon name={way === "import" ? "arrowIn" : "arrowOut"} size={20} />
          </span>
        )}
        {label}
      </h2>
      <p className={style.figures}>
        <LiveFigure className={style.power} data-testid="home-power" read={read} />
        <LiveText
          className={style.age}
          data-testid="home-age"
          read={(now) => {
            const { at } = home.read(now).home;
            return at === null ? "" : toAgeText(now - at, locale);
          }}
        />
      </p>
      {known > 0 && known < parts && <p className={style.note}>{text("home.partly", { known, count: parts })}</p>}
      {flows && <FlowBars home={home} />}
    </Card>
  );
}
