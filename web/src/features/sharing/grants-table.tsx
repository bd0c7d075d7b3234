import type { Grant } from "@lastmeter/model/grant";
import { serverNow } from "../../lib/clock.ts";
import { toDateText } from "../../lib/dates.ts";
import { toAgeText } from "../../lib/format.ts";
import { toChannelWords } from "../../lib/terms.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { toWhat } from "./grant-words.ts";
import { toKey, toLock } from "./overview.ts";
import style from "./table-page.module.css";
import type { Managed } from "./use-managed.ts";

interface GrantsTableProps {
  readonly managed: Managed;
  readonly grants: readonly Grant[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

const reasons = { own: "table.ownReason", admin: "table.adminReason" } as const;

/** A row for each grant, and one for the owner, who cannot be chosen. On a phone each row is a card. */
export function GrantsTable({ managed, grants, chosen, onChoose }: GrantsTableProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { home, nodes, list, uid, email } = managed;
  const free = grants.filter((grant) => toLock(grant, { uid, isOwner: home.isOwner }) === null);
  const toggle = (key: string) => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    onChoose(next);
  };
  const allChosen = free.length > 0 && free.every((grant) => chosen.has(toKey(grant)));
  const heads = ["who", "what", "how", "role", "until", "opened", "purpose"] as const;
  const ownerLabel = home.isOwner ? email : (list?.grants[0]?.ownerLabel ?? "");
  return (
    <div className={style.scroll}>
      <table className={style.table} data-testid="grants">
        <thead>
          <tr>
            <th scope="col">
              <label className={style.tick}>
                <span className={style.hidden}>{text("table.selectAll")}</span>
                <input
                  checked={allChosen}
                  disabled={free.length === 0}
                  onChange={() => onChoose(new Set(allChosen ? [] : free.map(toKey)))}
                  type="checkbox"
                />
              </label>
            </th>
            {heads.map((head) => (
              <th key={head} scope="col">
                {text(`table.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr data-locked="true">
            <td />
            <th data-head={text("table.who")} scope="row">
              {ownerLabel}
              <small>{text("table.ownerReason")}</small>
            </th>
            <td data-head={text("table.what")}>{text("sharing.wholeHome")}</td>
            <td data-head={text("table.how")}>{text("resolution.raw")}</td>
            <td data-head={text("table.role")}>{text("table.owner")}</td>
            <td data-head={text("table.until")}>{text("table.always")}</td>
            <td data-empty="true" />
            <td data-empty="true" />
          </tr>
          {grants.map((grant) => {
            const [key, what] = [toKey(grant), toWhat(grant.nodeId, nodes, text)];
            const lock = toLock(grant, { uid, isOwner: home.isOwner });
            const channels = nodes.find(([id]) => id === grant.nodeId)?.[1].channels ?? {};
            return (
              <tr data-locked={lock !== null} data-testid="grant-row" key={key}>
                <td>
                  <label className={style.tick}>
                    <span className={style.hidden}>{text("table.select", { who: grant.label, what })}</span>
                    <input
                      checked={chosen.has(key)}
                      disabled={lock !== null}
                      onChange={() => toggle(key)}
                      type="checkbox"
                    />
                  </label>
                </td>
                <th data-head={text("table.who")} scope="row">
                  {grant.label}
                  {lock !== null && <small>{text(reasons[lock])}</small>}
                </th>
                <td data-head={text("table.what")}>{what}</td>
                <td data-head={text("table.how")}>
                  {text(`resolution.${grant.resolution}`)}
                  {grant.channels !== null && (
                    <small>{toChannelWords(grant.channels, Object.values(channels), text)}</small>
                  )}
                </td>
                <td data-head={text("table.role")}>{text(`role.name.${grant.role}`)}</td>
                <td data-head={text("table.until")}>
                  {grant.until === null ? text("table.always") : toDateText(grant.until, locale, home.timeZone)}
                </td>
                <td data-head={text("table.opened")}>
                  {grant.lastOpenedAt === null
                    ? text("table.never")
                    : toAgeText(serverNow() - grant.lastOpenedAt, locale)}
                </td>
                <td data-empty={grant.purpose === ""} data-head={text("table.purpose")}>
                  {grant.purpose}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
