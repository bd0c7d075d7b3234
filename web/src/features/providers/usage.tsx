import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import type { OwnClient } from "./client-card.tsx";
import style from "./providers.module.css";

/** Requests by day, and the newest faults as the program itself got them. */
export function Usage({ client }: { client: OwnClient }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { usage, faults } = client;
  const number = new Intl.NumberFormat(locale);
  const sum = (of: "requests" | "errors" | "limited" | "rows") => usage.reduce((total, day) => total + day[of], 0);
  const greatest = Math.max(1, ...usage.map(({ requests }) => requests));
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "medium" });
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
            {[...usage].reverse().map(({ day, requests, errors }) => (
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
        </>
      )}
      {faults.length > 0 && (
        <details>
          <summary>{text("client.faults", { count: faults.length })}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
          <section aria-label={text("client.faultsLabel")} className={style.scroll} tabIndex={0}>
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{text("client.when")}</th>
                  <th scope="col">{text("client.answer")}</th>
                  <th scope="col">{text("client.route")}</th>
                  <th scope="col">{text("callFault.code")}</th>
                </tr>
              </thead>
              <tbody>
                {faults.map(({ at, status, kind, route, reference }) => (
                  <tr key={reference}>
                    <td>{time.format(at)}</td>
                    <td>
                      {status} {kind}
                    </td>
                    <td>
                      <code>{route}</code>
                    </td>
                    <td>
                      <code>{reference}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </div>
  );
}
