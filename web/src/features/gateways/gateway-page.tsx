import type { EnrolmentReply } from "@lastmeter/model/gateway";
import { useState } from "react";
import { Link } from "wouter";
import { useGatewayStatus } from "../../data/gateways.ts";
import { useNodesOf } from "../../data/grants.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Badge, Card } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { EditCard } from "./edit-card.tsx";
import { FaultList } from "./fault-list.tsx";
import { GatewayCard } from "./gateway-card.tsx";
import { KeyCard } from "./key-card.tsx";
import { KeyStep } from "./key-step.tsx";
import style from "./networks-page.module.css";

/** The gateway of a network: how it is, what to do about it, and everything that can be done to it. */
export function GatewayPage({ managed }: { managed: ManagedNetwork }) {
  const text = useText();
  const { networkId, network } = managed;
  const { status, loading } = useGatewayStatus(networkId);
  const [enrolment, setEnrolment] = useState<EnrolmentReply | null>(null);
  const pending = useNodesOf(networkId).filter(([, node]) => node.status === "pending").length;
  useTitle(network.name);
  if (enrolment !== null) {
    return (
      <div className={style.page}>
        <PageHeader back={`/admin/${networkId}`} backLabel={network.name} title={text("add.key")} />
        <KeyStep enrolment={enrolment} name={network.name} onDone={() => setEnrolment(null)} />
      </div>
    );
  }
  return (
    <div className={style.wide}>
      <PageHeader back="/admin" backLabel={text("admin.toList")} title={network.name} />
      <FaultList networkId={networkId} status={status} />
      <div className={style.columns}>
        <div className={style.column}>
          <GatewayCard loading={loading} network={network} status={status} />
          <Card className={style.links}>
            <MoreLink href={`/admin/${networkId}/nodes`} icon="plug" label={text("nodes.title")}>
              {pending > 0 && <Badge>{text("nodes.pending", { count: pending })}</Badge>}
            </MoreLink>
            <MoreLink href={`/admin/${networkId}/configuration`} icon="settings" label={text("config.title")} />
            <MoreLink href={`/sharing?home=${networkId}`} icon="share" label={text("gateway.toSharing")} />
            <MoreLink href={`/access-log?home=${networkId}`} icon="eye" label={text("gateway.toLog")} />
          </Card>
        </div>
        <div className={style.column}>
          <KeyCard managed={managed} onMade={setEnrolment} status={status} />
          <EditCard managed={managed} />
        </div>
      </div>
    </div>
  );
}

interface MoreLinkProps {
  readonly href: string;
  readonly icon: IconName;
  readonly label: string;
  readonly children?: React.ReactNode;
}

function MoreLink({ href, icon, label, children }: MoreLinkProps) {
  return (
    <Link className={style.more} href={href}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
      {children}
      <Icon name="next" size={20} />
    </Link>
  );
}
