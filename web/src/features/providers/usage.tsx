import { serverNow } from "../../lib/clock.ts";
import { toDateText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import type { OwnClient } from "./client-card.tsx";
import style from "./providers.module.css";
import { toUsageDays } from "./usage-days.ts";

/** Requests by day. */
export function Usage({ client }: { client: OwnClient }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { usage } = client;
  const number = new Intl.NumberFormat(locale);
  const sum = (of: "requests" | "errors" | "limited" | "rows") => usage.reduce((total, day) => total + day[of], 0);
  const days = toUsageDays(usage, serverNow());
  const greatest = Math.max(1, ...days.map(({ requests }) => requests));
  const ends = [days[0], days.at(-1)].map((each) => toDateText(Date.parse(each?.day ?? ""), locale, "UTC"));
  return (
    <div className={style.part}>
      <h4>{text("client.usage")}</h4>
      {usage.length === 0 ? (
        <p className={style.hint}>{text("client.noUsage")}</p>
      ) : (
        <>
          <dl className={style.figures}>
            {(["requests", "errors", "limited", "rows"] as const).map((of) => (
              <div key={of}>
                <dt>{text(`client.${of}`)}</dt>
                <dd>{number.format(sum(of))}</dd>
              </div>
            ))}
          </dl>
          <ol aria-label={text("client.byDay")} className={style.bars}>
            {days.map(({ day, requests, errors }) => (
              <li key={day} title={`${day}: ${number.format(requests)}`}>
                <svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 1 100">
                  <rect
                    className={style.bar}
                    height={(100 * requests) / greatest}
                    width="1"
                    y={100 - (100 * requests) / greatest}
                  />
                  <rect
                    className={style.badBar}
                    height={(100 * errors) / greatest}
                    width="1"
                    y={100 - (100 * errors) / greatest}
                  />
                </svg>
                <span className={style.hidden}>
                  {text("client.dayWords", { day, requests: number.format(requests), errors: number.format(errors) })}
                </span>
              </li>
            ))}
          </ol>
          <p aria-hidden="true" className={style.ends}>
            {ends.map((end) => (
              <span key={end}>{end}</span>
            ))}
          </p>
        </>
      )}
    </div>
  );
}
