import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { memo, type ReactNode } from "react";
import { Link } from "wouter";
import { useHealth } from "../../data/home-data.ts";
import { type ControlSubject, toQuickSwitch } from "../../lib/control.ts";
import { toMainChannels, toValueFigure } from "../../lib/device.ts";
import { toAgeText, toEnergyFigure, toPowerFigure } from "../../lib/format.ts";
import { setAttribute } from "../../lib/paint.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import type { ControlParts } from "../../ui/control-parts.ts";
import { Given } from "../../ui/given.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LiveFigure, LiveText, usePaint } from "../../ui/live.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Badge } from "../../ui/parts.tsx";
import { toPowerW, toTodayOf } from "./home.ts";
import style from "./node-row.module.css";
import type { HomeNow } from "./use-home.ts";

interface RowProps extends Pick<ControlSubject, "link"> {
  readonly id: string;
  readonly node: Node;
  readonly QuickSwitch: ControlParts["QuickSwitch"];
  readonly read: (now: number) => HomeNow;
}

/** A node with power: W now, kWh today, and its size beside the greatest. */
export const PowerRow = memo(function PowerRow({ read, ...rest }: RowProps) {
  const text = useText();
  const { id, node } = rest;
  const locale = useWatched(localeValue);
  const toNow = (now: number) => toPowerW(read(now).byId.get(id)?.live ?? null);
  const bar = usePaint<HTMLSpanElement>((span, now) => {
    const powerW = toNow(now) ?? 0;
    span.style.transform = `scaleX(${Math.min(1, Math.abs(powerW) / read(now).greatestW)})`;
    const way = node.role === "grid" && powerW < 0 ? "export" : (node.role ?? "load");
    setAttribute(span, "data-way", way);
  });
  const toToday = (now: number) => {
    const found = read(now).byId.get(id);
    const today = found ? toTodayOf(found, read(now).day) : null;
    if (!today) return node.room ?? "";
    const figure = toEnergyFigure(node.role === "production" ? today.exportWh : today.importWh, locale);
    return text("home.todayShort", { energy: `${figure.text} ${figure.unit}` });
  };
  return (
    <Row {...rest} read={read} under={<LiveText read={toToday} />} valueW={toNow}>
      <span className={style.now}>
        <Given read={toNow} role={node.role} />
        <LiveFigure
          className={style.power}
          read={(now, before) => {
            const powerW = toNow(now);
            return powerW === null ? null : toPowerFigure(Math.abs(powerW), locale, before);
          }}
        />
      </span>
      <span className={style.track}>
        <span className={style.bar} ref={bar} />
      </span>
    </Row>
  );
});

/** A node without power: the one or two values that say most. */
export const SensorRow = memo(function SensorRow({ read, ...rest }: RowProps) {
  const text = useText();
  const { id, node } = rest;
  const locale = useWatched(localeValue);
  const toAge = (now: number) => {
    const at = read(now).byId.get(id)?.live?.at;
    return at === undefined ? text("node.noReading") : toAgeText(now - at, locale);
  };
  return (
    <Row {...rest} read={read} under={<LiveText read={toAge} />}>
      {toMainChannels(node).map((channel, place) => (
        <LiveFigure
          className={place === 0 ? style.power : style.second}
          key={channel.key}
          read={(now) => {
            const value = read(now).byId.get(id)?.live?.values[channel.key];
            return value ? toValueFigure(channel, value, locale, text) : null;
          }}
        />
      ))}
    </Row>
  );
});

interface RowFrameProps extends RowProps {
  readonly under: ReactNode;
  readonly children: ReactNode;
  readonly valueW?: (now: number) => number | null;
}

function Row({ id, node, read, link, QuickSwitch, under, children, valueW }: RowFrameProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const element = usePaint<HTMLAnchorElement>((row, now) => {
    const powerW = valueW?.(now) ?? null;
    if (powerW !== null) setAttribute(row, "data-value-w", String(powerW));
  });
  const channel = toQuickSwitch(node);
  const health = useHealth()?.get(id)?.health;
  const offline = health?.availability === "offline";
  const toOfflineAge = (now: number) => {
    const at = read(now).byId.get(id)?.live?.at ?? health?.availabilityAt;
    return at == null ? "" : ` · ${toAgeText(now - at, locale)}`;
  };
  return (
    <li className={style.item}>
      <Link
        className={style.row}
        data-node-name={node.name}
        data-offline={offline}
        data-testid="node-row"
        href={`/node/${id}`}
        ref={element}
      >
        <span className={style.icon} data-role={node.role ?? "none"}>
          <Icon name={toNodeIcon(node)} size={22} />
        </span>
        <span className={style.words}>
          <span className={style.name}>
            {node.name}
            {node.status === "pending" && <Badge>{text("node.pending")}</Badge>}
          </span>
          <span className={style.under}>
            {offline ? (
              <>
                {text("node.offline")}
                <LiveText read={toOfflineAge} />
              </>
            ) : (
              under
            )}
          </span>
        </span>
        <span className={style.values}>{children}</span>
      </Link>
      {channel && (
        <QuickSwitch
          channel={channel}
          link={link}
          networkId={node.networkId}
          node={node}
          nodeId={id as NodeId}
          waiting={<span className={style.slot} />}
        />
      )}
    </li>
  );
}
