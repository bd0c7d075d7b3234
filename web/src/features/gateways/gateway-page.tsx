import { Link } from "wouter";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Card } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { NetworkCard } from "./network-card.tsx";
import style from "./networks-page.module.css";

/** The gateway of a network, and what can be done about it. */
export function GatewayPage({ managed }: { managed: ManagedNetwork }) {
  const text = useText();
  const { networkId, network } = managed;
  useTitle(network.name);
  return (
    <div className={style.page}>
      <PageHeader back="/admin" backLabel={text("admin.toList")} title={network.name} />
      <NetworkCard managed={managed} />
      <Card className={style.links}>
        <Link className={style.more} href={`/admin/${networkId}/nodes`}>
          <Icon name="plug" size={20} />
          <span>{text("nodes.title")}</span>
          <Icon name="next" size={20} />
        </Link>
      </Card>
    </div>
  );
}
