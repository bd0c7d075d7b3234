import type { Alarm } from "@lastmeter/model/alarm";
import { toDurationText } from "@lastmeter/model/alarm-words/numbers";
import { Link } from "wouter";
import { serverNow } from "../../lib/clock.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { SeverityIcon } from "../../ui/severity-icon.tsx";
import { toDurationMs, toWords } from "./alarm-words.ts";
import style from "./alarms-page.module.css";

interface AlarmRowProps {
  readonly alarmId: string;
  readonly alarm: Alarm;
  readonly timeZone: string;
  readonly homeName: string;
  readonly nodeName: string | null;
}

/** One alarm in a list: what, since when, how long, and where it stands. */
export function AlarmRow({ alarmId, alarm, ...ground }: AlarmRowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { title } = toWords(alarm, { locale, ...ground });
  const duration = toDurationText(toDurationMs(alarm, serverNow()), locale);
  const when = toMomentText(alarm.raisedAt, locale, ground.timeZone);
  return (
    <li data-state={alarm.state} data-testid="alarm-row">
      <Link className={style.row} href={`/alarms/${alarm.networkId}/${alarmId}`}>
        <SeverityIcon isOver={alarm.state === "cleared"} severity={alarm.severity} />
        <span className={style.words}>
          <strong className={alarm.state === "cleared" ? style.over : undefined}>{title}</strong>
          <span className={style.hint}>
            {text(alarm.state === "cleared" ? "alarms.lasted" : "alarms.lasts", { when, duration })}
          </span>
        </span>
        <span className={style.state}>{text(`alarms.state.${alarm.state}`)}</span>
      </Link>
    </li>
  );
}
