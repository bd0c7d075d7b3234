import type { Network } from "@lastmeter/model/network";
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

/** A network with the state of its gateway. */
export function NetworkCard({ managed: { network, isOwner } }: { managed: ManagedNetwork }) {
  const text = useText();
  const { link, name, description } = network;
  return (
    <Card className={style.network} data-testid="network">
      <div className={style.title}>
        <span className={style.icon}>
          <Icon name="gateway" />
        </span>
        <div className={style.words}>
          <h2>{name}</h2>
          <p>{description || text(`kind.${network.kind}`)}</p>
        </div>
        <Badge tone={link.state === "online" && link.protocol !== "offline" ? "calm" : "warn"}>
          {text(toLinkWord(network))}
        </Badge>
      </div>
      {!isOwner && <p className={style.hint}>{text("admin.byGrant")}</p>}
    </Card>
  );
}
