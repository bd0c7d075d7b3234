import type { NodeId } from "@lastmeter/model/ids";
import { admitsDevices } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { Link } from "wouter";
import { useNodesOf } from "../../data/grants.ts";
import { useHealth } from "../../data/home-data.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Badge, Card, Notice } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { DeviceCard } from "./device-card.tsx";
import { NodeForm } from "./node-form.tsx";
import style from "./nodes-page.module.css";
import { RemoveCard } from "./remove-card.tsx";
import { VisibilityCard } from "./visibility-card.tsx";

interface NodePageProps {
  readonly managed: ManagedNetwork;
  readonly nodeId: NodeId;
  readonly node: Node;
}

/** What an administrator decides about a node, beside how the device is. */
export function NodePage({ managed, nodeId, node }: NodePageProps) {
  const text = useText();
  const { networkId, network } = managed;
  const others = useNodesOf(networkId).filter(([id]) => id !== nodeId);
  const health = useHealth()?.get(nodeId)?.health ?? null;
  useTitle(node.name);
  return (
    <div className={style.wide}>
      <PageHeader back={`/admin/${networkId}/nodes`} backLabel={text("nodes.title")} title={node.name}>
        {node.status !== "active" && <Badge tone="warn">{text(`node.${node.status}`)}</Badge>}
      </PageHeader>
      <div className={style.columns}>
        <NodeForm network={network} node={node} nodeId={nodeId} others={others} />
        <div className={style.column}>
          <DeviceCard health={health} network={network} node={node} nodeId={nodeId} />
          <VisibilityCard managed={managed} nodeId={nodeId} />
          {node.status !== "removed" && (
            <Card className={style.list}>
              <Link className={style.row} href={`/admin/nodes/${nodeId}/settings`}>
                <Icon name="settings" size={20} />
                <span className={style.words}>{text("config.toSettings")}</span>
                <Icon name="next" size={20} />
              </Link>
            </Card>
          )}
          {managed.isOwner && (
            <Card className={style.list}>
              <Link className={style.row} href={`/node/${nodeId}`}>
                <Icon name="chart" size={20} />
                <span className={style.words}>{text("nodes.values")}</span>
                <Icon name="next" size={20} />
              </Link>
            </Card>
          )}
          {node.status === "removed" ? (
            <Notice icon="check" tone="calm">
              {text("remove.gone")}
            </Notice>
          ) : (
            admitsDevices(network.kind) && <RemoveCard managed={managed} node={node} nodeId={nodeId} />
          )}
        </div>
      </div>
    </div>
  );
}
