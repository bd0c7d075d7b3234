import { fromSteps } from "@lastmeter/model/units";
import { type LentNode, useLentLive } from "../../data/grants.ts";
import { serverNow } from "../../lib/clock.ts";
import { toMainChannels, toValueFigure } from "../../lib/device.ts";
import { toPowerFigure } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LiveFigure } from "../../ui/live.tsx";
import { toLentSubjects, toSlotValue, toValueFigureOf } from "./lent-chart.ts";
import style from "./shared-with-me-page.module.css";
import { toPeriodOf, toSlotText } from "./slot-words.ts";
import { useNewest } from "./use-newest.ts";

/** The newest value of a lent node in its row. */
export function LentFigure({ lent }: { lent: LentNode }) {
  return lent.resolution === "raw" ? <LiveRowFigure lent={lent} /> : <SlotRowFigure lent={lent} />;
}

function LiveRowFigure({ lent }: { lent: LentNode }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useLentLive(lent);
  const [main] = toMainChannels(lent.node);
  return (
    <span className={style.values}>
      <LiveFigure
        className={style.value}
        read={(_now, before) => {
          const data = live?.() ?? null;
          if (data?.power && lent.node.total.power.length > 0) {
            return toPowerFigure(fromSteps("power", data.power.value), locale, before);
          }
          const value = main && data?.values[main.key];
          return main && value ? toValueFigure(main, value, locale, text) : null;
        }}
      />
    </span>
  );
}

function SlotRowFigure({ lent }: { lent: LentNode }) {
  const locale = useWatched(localeValue);
  const { slot } = useNewest(lent);
  const [subject] = toLentSubjects(lent.node);
  const value = slot && subject ? toSlotValue(slot, lent.node, subject) : null;
  if (!slot || !subject || value === null) return <span className={style.values}>–</span>;
  const figure = toValueFigureOf(value, subject, toPeriodOf(lent.resolution), locale);
  return (
    <span className={style.values}>
      <span className={style.value}>
        {figure.text} <small>{figure.unit}</small>
      </span>
      <span className={style.when}>{toSlotText(slot, lent.resolution, serverNow(), locale, lent.timeZone)}</span>
    </span>
  );
}
