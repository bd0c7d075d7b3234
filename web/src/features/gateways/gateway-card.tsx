import type { GatewayStatus } from "@lastmeter/model/gateway";
import type { Network } from "@lastmeter/model/network";
import type { ReactNode } from "react";
import { toDateText } from "../../lib/dates.ts";
import { toAgeText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LiveText } from "../../ui/live.tsx";
import { Badge, Card, Skeleton } from "../../ui/parts.tsx";
import { toClockWords } from "./clock-words.ts";
import { LinkBadge } from "./network-card.tsx";
import style from "./networks-page.module.css";

interface GatewayCardProps {
  readonly network: Network;
  readonly status: GatewayStatus | null;
  /** The status is on its way. */
  readonly loading: boolean;
}

/** How the gateway is, in plain figures. */
export function GatewayCard({ network, status, loading }: GatewayCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const age = (at: number) => <LiveText read={(now) => toAgeText(now - at, locale)} />;
  const { link, dispatcher, kind, timeZone, gatewayAddress } = network;
  const rows: [string, ReactNode][] = [
    [text("gateway.state"), <LinkBadge key="state" network={network} />],
    [text("gateway.since"), age(link.since)],
    [text("network.kind"), text(`kind.${kind}`)],
  ];
  if (status !== null) {
    const { lastSeenAt, version, newestVersion, queue, clockSkewMs, keyMadeAt } = status;
    const isOld = status.faults.some(({ fault }) => fault === "outdated");
    if (lastSeenAt !== null) rows.push([text("gateway.lastSeen"), age(lastSeenAt)]);
    if (version !== null) {
      rows.push([
        text("gateway.version"),
        <span className={style.fact} key="version">
          {version}
          {isOld && <Badge tone="warn">{text("gateway.newest", { version: newestVersion ?? "" })}</Badge>}
        </span>,
      ]);
    }
    rows.push([
      text("gateway.queue"),
      queue.length === 0 || queue.oldestAt === null ? (
        text("gateway.queue.empty")
      ) : (
        <span key="queue">
          {text("gateway.queue.some", { count: queue.length })} · {age(queue.oldestAt)}
        </span>
      ),
    ]);
    if (clockSkewMs !== null) rows.push([text("gateway.clock"), toClockWords(clockSkewMs, locale, text)]);
    rows.push([text("gateway.key"), toDateText(keyMadeAt, locale, timeZone)]);
  }
  if (gatewayAddress) rows.push([text("network.address"), gatewayAddress]);
  rows.push([text("gateway.dispatcher"), `${dispatcher.host}:${dispatcher.port}`]);
  return (
    <Card data-testid="gateway">
      <h2>{text("gateway.title")}</h2>
      <dl className={style.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {loading && <Skeleton height={220} />}
    </Card>
  );
}
