import type { NodeId } from "@lastmeter/model/ids";
import { Link } from "wouter";
import { toEnergyFigure } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Figure } from "../../ui/figure.tsx";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Card } from "../../ui/parts.tsx";
import style from "./devices-card.module.css";
import { toPercent } from "./history-words.ts";
import type { Share, Shares } from "./shares.ts";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface DevicesCardProps {
  readonly shares: Shares;
  readonly view: HistoryView;
  readonly usedWh: number | null;
}

/** Each device's energy in the period, greatest first, and what no device measured. A tap shows the device alone. */
export function DevicesCard({ shares: { nodes, notMeasuredWh }, view, usedWh }: DevicesCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const greatestWh = Math.max(1, ...nodes.map(({ wh }) => wh ?? 0));
  const toUnder = ({ share, insideOf, node }: Share) =>
    [
      share === null
        ? node.role && node.role !== "load"
          ? text(`role.${node.role}`)
          : ""
        : text("history.share", { percent: toPercent(share, locale) }),
      insideOf === null ? "" : text("history.insideOf", { name: insideOf }),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <Card className={style.card}>
      <h2>{text("history.devices")}</h2>
      <ul>
        {nodes.map((each) => (
          <li key={each.id}>
            <Link
              className={style.row}
              data-node-name={each.node.name}
              data-testid="history-node"
              data-value-wh={each.wh ?? undefined}
              href={toViewUrl({ ...view, node: each.id as NodeId })}
            >
              <span className={style.icon} data-role={each.node.role ?? "none"}>
                <Icon name={toNodeIcon(each.node)} size={20} />
              </span>
              <span className={style.words}>
                {each.node.name}
                <small>{toUnder(each)}</small>
              </span>
              <span className={style.value}>
                <Figure figure={each.wh === null ? null : toEnergyFigure(each.wh, locale)} />
                <span className={style.track}>
                  <span
                    className={style.bar}
                    data-role={each.node.role ?? "load"}
                    style={{ width: `${(100 * (each.wh ?? 0)) / greatestWh}%` }}
                  />
                </span>
              </span>
            </Link>
          </li>
        ))}
        {notMeasuredWh !== null && usedWh !== null && (
          <li>
            <span className={style.row}>
              <span className={style.icon}>
                <Icon name="home" size={20} />
              </span>
              <span className={style.words}>
                {text("history.notMeasured")}
                <small>{text("history.share", { percent: toPercent(notMeasuredWh / usedWh, locale) })}</small>
              </span>
              <span className={style.value}>
                <Figure figure={toEnergyFigure(notMeasuredWh, locale)} />
                <span className={style.track}>
                  <span
                    className={style.bar}
                    data-role="rest"
                    style={{ width: `${Math.min(100, (100 * notMeasuredWh) / greatestWh)}%` }}
                  />
                </span>
              </span>
            </span>
          </li>
        )}
      </ul>
    </Card>
  );
}
