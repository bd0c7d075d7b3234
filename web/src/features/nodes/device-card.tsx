import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node, NodeHealth } from "@lastmeter/model/node";
import type { ReactNode } from "react";
import { peekLive } from "../../data/home-data.ts";
import { useUid } from "../../data/session.ts";
import { toAgeText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LiveText } from "../../ui/live.tsx";
import { Card } from "../../ui/parts.tsx";
import { toDiagnostics } from "./diagnostics.ts";
import style from "./nodes-page.module.css";

interface DeviceCardProps {
  readonly nodeId: NodeId;
  readonly node: Node;
  readonly network: Network;
  readonly health: NodeHealth | null;
}

/** How the device itself is. */
export function DeviceCard({ nodeId, node, network, health }: DeviceCardProps) {
  const text = useText();
  const uid = useUid();
  const locale = useWatched(localeValue);
  const live = () => peekLive(uid).value?.get(nodeId)?.d ?? null;
  const { battery, link } = toDiagnostics(node);
  const gatewayAway = network.link.state !== "online";
  const rows: (readonly [string, ReactNode])[] = [
    [
      text("info.availability"),
      gatewayAway ? text("nodes.gatewayAway") : health && text(`availability.${health.availability}`),
    ],
    [
      text("node.lastSeen"),
      <LiveText
        key="seen"
        read={(now) => {
          const at = live()?.at;
          return at === undefined ? text("node.noReading") : toAgeText(now - at, locale);
        }}
      />,
    ],
    [text("quantity.linkQuality"), link && <LiveText key="link" read={() => link(live(), locale)} />],
    [text("quantity.batteryLevel"), battery && <LiveText key="battery" read={() => battery(live(), locale)} />],
    [text("info.powerSource"), health?.powerSource ?? null],
    [text("info.firmware"), health?.firmware ?? null],
    [text("nodes.interview"), health?.interview && health.interview !== "successful" ? health.interview : null],
    [text("info.vendor"), node.vendor],
    [text("info.model"), node.model],
    [text("info.nativeName"), node.nativeName],
    [text("info.address"), node.address],
  ];
  return (
    <Card data-testid="device">
      <h2>{text("nodes.device")}</h2>
      <dl className={style.facts}>
        {rows
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
