import type { DecidedStretch } from "@lastmeter/model/repair";
import type { Interval } from "@lastmeter/model/time";
import { Link } from "wouter";
import { useUid } from "../../data/session.ts";
import { toAgeText } from "../../lib/format.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { LaterIcon } from "../../ui/later-icon.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import type { History } from "./history.ts";
import { findSuspects } from "./marks.ts";
import style from "./repair.module.css";
import { toInterval, toStretchText } from "./repair-words.ts";
import type { RepairMode } from "./use-repair.ts";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface RepairCardProps {
  readonly history: History;
  readonly mode: RepairMode;
  readonly view: HistoryView;
}

/** What is doubtful in the period, what was decided of this node's past, and the way to decide more. */
export function RepairCard({ history, mode, view }: RepairCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { timeZone } = history.moment;
  const suspects = findSuspects(history).slice(0, 5);
  const toTime = (interval: Interval) => toStretchText(interval, locale, timeZone);
  return (
    <Card aria-labelledby="repairs-title" className={style.card} data-testid="repairs">
      <h2 id="repairs-title">{text("repair.card.title")}</h2>
      {suspects.map((suspect) => (
        <div className={style.suspect} key={suspect.startAt}>
          <LaterIcon name="warn" size={20} />
          <p>
            <b>{toTime(suspect)}</b>
            <span>{text("repair.suspect")}</span>
          </p>
          <Button look="soft" onClick={() => mode.begin(suspect, "accept")}>
            {text("repair.look")}
            <span className={style.hidden}>{toTime(suspect)}</span>
          </Button>
        </div>
      ))}
      {mode.stretches.length > 0 ? (
        <ul className={style.decided}>
          {[...mode.stretches].reverse().map((stretch) => (
            <Decided
              key={`${stretch.id} ${stretch.from}`}
              mode={mode}
              stretch={stretch}
              time={toTime(toInterval(stretch))}
              timeZone={timeZone}
              view={view}
            />
          ))}
        </ul>
      ) : (
        suspects.length === 0 && <p className={style.hint}>{text("repair.card.text")}</p>
      )}
      <Button disabled={mode.open} look="soft" onClick={() => mode.begin(null, "exclude")}>
        <LaterIcon name="repair" size={20} />
        {text("repair.begin")}
      </Button>
    </Card>
  );
}

interface DecidedProps extends Pick<RepairCardProps, "mode" | "view"> {
  readonly stretch: DecidedStretch;
  readonly time: string;
  readonly timeZone: string;
}

/** One stretch of which a decision holds: what, by whom, when; undone by a tap. */
function Decided({ stretch, time, timeZone, mode, view }: DecidedProps) {
  const text = useText();
  const uid = useUid();
  const locale = useWatched(localeValue);
  const decision = mode.decisions.get(stretch.id);
  const mine = decision?.by === uid;
  const what = text(
    stretch.action === "exclude"
      ? mine
        ? "repair.excludedByYou"
        : "repair.excluded"
      : mine
        ? "repair.acceptedByYou"
        : "repair.accepted",
  );
  return (
    <li data-action={stretch.action} data-testid="repair-decided">
      <span className={style.sign} data-action={stretch.action}>
        <Icon name={stretch.action === "exclude" ? "close" : "check"} size={16} />
      </span>
      <p>
        <Link href={toViewUrl({ ...view, period: "day", date: toLocalDay(stretch.from, timeZone) })}>{time}</Link>
        <small>
          {what}
          {decision && ` · ${toAgeText(Date.now() - decision.at, locale)}`}
        </small>
      </p>
      <Button look="plain" onClick={() => mode.begin(toInterval(stretch), "restore")}>
        <LaterIcon name="undo" size={20} />
        {text("repair.undo")}
        <span className={style.hidden}>{time}</span>
      </Button>
    </li>
  );
}
