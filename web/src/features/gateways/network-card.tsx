import type { Network } from "@lastmeter/model/network";
import { Link } from "wouter";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Badge, Card } from "../../ui/parts.tsx";
import style from "./networks-page.module.css";

function toLinkWord({ link }: Network): MessageId {
  if (link.state === "waiting") return "link.waiting";
  if (link.state === "offline") return "link.gatewayOffline";
  return link.protocol === "offline" ? "link.protocolOffline" : "availability.online";
}

/** The gateway's state in a word. */
export function LinkBadge({ network }: { network: Network }) {
  const text = useText();
  const { state, protocol } = network.link;
  const isWell = state === "waiting" || (state === "online" && protocol !== "offline");
  return <Badge tone={isWell ? "calm" : "warn"}>{text(toLinkWord(network))}</Badge>;
}

/** A network with the state of its gateway; one that waits for it leads back to the wizard. */
export function NetworkCard({ managed: { networkId, network, isOwner } }: { managed: ManagedNetwork }) {
  const text = useText();
  const { link, name, description, kind } = network;
  const href = link.state === "waiting" ? `/admin/add/${networkId}` : `/admin/${networkId}`;
  return (
    <Card className={style.network} data-testid="network">
      <Link className={style.title} href={href}>
        <span className={style.icon}>
          <Icon name="gateway" />
        </span>
        <div className={style.words}>
          <h2>{name}</h2>
          <p>{description || text(`kind.${kind}`)}</p>
          {!isOwner && <p>{text("admin.byGrant")}</p>}
        </div>
        <LinkBadge network={network} />
        <Icon name="next" size={20} />
      </Link>
    </Card>
  );
}
