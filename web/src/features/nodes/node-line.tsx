import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { Link } from "wouter";
import { peekLive, useHealth } from "../../data/home-data.ts";
import { useUid } from "../../data/session.ts";
import { toAgeText } from "../../lib/format.ts";
import { isAway } from "../../lib/held.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { LiveText } from "../../ui/live.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Badge } from "../../ui/parts.tsx";
import { RareIcon } from "../../ui/rare-icon.tsx";
import { toDiagnostics } from "./diagnostics.ts";
import style from "./nodes-page.module.css";

interface NodeLineProps {
  readonly nodeId: NodeId;
  readonly node: Node;
  readonly network: Network;
}

/** A node with how the device is: heard when, how strong its radio is, how full its battery. */
export function NodeLine({ nodeId, node, network }: NodeLineProps) {
  const text = useText();
  const uid = useUid();
  const locale = useWatched(localeValue);
  const health = useHealth()?.get(nodeId)?.health ?? null;
  const live = () => peekLive(uid).value?.get(nodeId)?.d ?? null;
  const gatewayAway = network.link.state !== "online";
  const away = useLiveValue((now) => !gatewayAway && isAway(health, live(), now));
  const { battery, link } = toDiagnostics(node);
  return (
    <Link className={style.row} data-testid="node-line" href={`/admin/nodes/${nodeId}`}>
      <Icon name={toNodeIcon(node)} />
      <span className={style.line}>
        <span className={style.words}>
          {node.name}
          <small>
            {node.room && `${node.room} · `}
            <LiveText
              read={(now) => {
                const at = live()?.at;
                return at === undefined ? text("node.noReading") : toAgeText(now - at, locale);
              }}
            />
          </small>
        </span>
        <span className={style.signs}>
          {away && <Badge tone="warn">{text("availability.offline")}</Badge>}
          {battery && (
            <span className={style.sign} title={text("quantity.batteryLevel")}>
              <RareIcon name="battery" size={16} />
              <LiveText read={() => battery(live(), locale)} />
            </span>
          )}
          {link && (
            <span className={style.sign} title={text("quantity.linkQuality")}>
              <RareIcon name="signal" size={16} />
              <LiveText read={() => link(live(), locale)} />
            </span>
          )}
        </span>
      </span>
      <Icon name="next" size={20} />
    </Link>
  );
}
