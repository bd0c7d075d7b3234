import { fromSteps } from "@lastmeter/model/units";
import { useLentLive } from "../../data/grants.ts";
import { serverNow } from "../../lib/clock.ts";
import { toValueFigure } from "../../lib/device.ts";
import { toAgeText, toPowerFigure } from "../../lib/format.ts";
import type { Lent } from "../../lib/lent.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Given } from "../../ui/given.tsx";
import { LiveFigure, LiveText } from "../../ui/live.tsx";
import { Skeleton } from "../../ui/parts.tsx";
import { type LentSubject, toSlotValue, toValueFigureOf } from "./lent-chart.ts";
import style from "./lent-node.module.css";
import { toPeriodOf, toSlotText, toWhenText } from "./slot-words.ts";
import { useNewest } from "./use-newest.ts";

interface LentNowProps {
  readonly lent: Lent;
  readonly subject: LentSubject;
}

/** The newest value: live where raw was granted, else the last slot that is over, and when the next one comes. */
export function LentNow(props: LentNowProps) {
  return props.lent.resolution === "raw" ? <LiveNow {...props} /> : <SlotNow {...props} />;
}

function LiveNow({ lent, subject }: LentNowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useLentLive(lent);
  const toNewest = () => {
    const data = live?.() ?? null;
    return subject.kind === "energy" ? (data?.power ?? null) : (data?.values[subject.channel.key] ?? null);
  };
  const toPowerW = () => {
    const newest = subject.kind === "energy" ? toNewest() : null;
    return typeof newest?.value === "number" ? fromSteps("power", newest.value) : null;
  };
  return (
    <div className={style.now}>
      <p className={style.label}>{text("lent.now")}</p>
      <p className={style.figures}>
        <span className={style.figure}>
          <Given read={toPowerW} role={lent.node.role} />
          <LiveFigure
            className={style.big}
            data-testid="lent-value"
            read={(_now, before) => {
              const [newest, powerW] = [toNewest(), toPowerW()];
              if (powerW !== null) return { ...toPowerFigure(Math.abs(powerW), locale, before) };
              return newest && subject.kind === "value" ? toValueFigure(subject.channel, newest, locale, text) : null;
            }}
          />
        </span>
        <LiveText
          className={style.hint}
          read={(now) => {
            const newest = toNewest();
            return newest === null ? text("lent.noValue") : toAgeText(now - newest.at, locale);
          }}
        />
      </p>
    </div>
  );
}

function SlotNow({ lent, subject }: LentNowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { slot, loading, failed, nextAt } = useNewest(lent);
  const value = slot && toSlotValue(slot, lent.node, subject);
  const now = serverNow();
  if (loading) return <Skeleton height={96} />;
  const figure = value === null ? null : toValueFigureOf(value, subject, toPeriodOf(lent.resolution), locale);
  return (
    <div className={style.now}>
      <p className={style.label}>{text("lent.last")}</p>
      <p className={style.figures}>
        <span className={style.big} data-testid="lent-value" data-value={value ?? undefined}>
          {figure ? figure.text : "–"}
          <span className={style.unit}>{figure?.unit}</span>
        </span>
        <span className={style.hint}>
          {slot && value !== null
            ? toSlotText(slot, lent.resolution, now, locale, lent.timeZone)
            : text(failed ? "lent.notReadable" : "lent.noValue")}
        </span>
      </p>
      <p className={style.hint} data-testid="lent-next">
        {text("lent.next", { time: toWhenText(nextAt, now, locale, lent.timeZone) })}
      </p>
    </div>
  );
}
