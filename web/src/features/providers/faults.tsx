import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Scrolled } from "../../ui/scrolled.tsx";
import type { OwnClient } from "./client-card.tsx";
import style from "./providers.module.css";

/** The newest faults, as the program itself got them. */
export function Faults({ client: { faults } }: { client: OwnClient }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "medium" });
  if (faults.length === 0) return null;
  return (
    <details>
      <summary>{text("client.faults", { count: faults.length })}</summary>
      <Scrolled className={style.scroll} label={text("client.faultsLabel")}>
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
      </Scrolled>
    </details>
  );
}
