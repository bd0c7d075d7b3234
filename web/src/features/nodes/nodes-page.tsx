import { Link } from "wouter";
import { useNodesOf } from "../../data/grants.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Badge, Card, Empty } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./nodes-page.module.css";

/** The nodes of a network: those that wait for approval first. */
export function NodesPage({ managed: { networkId, network } }: { managed: ManagedNetwork }) {
  const text = useText();
  const nodes = useNodesOf(networkId);
  useTitle(`${text("nodes.title")} · ${network.name}`);
  const pending = nodes.filter(([, { status }]) => status === "pending");
  const active = nodes.filter(([, { status }]) => status !== "pending");
  return (
    <div className={style.page}>
      <PageHeader back={`/admin/${networkId}`} backLabel={network.name} title={text("nodes.title")} />
      {nodes.length === 0 && <Empty icon="plug" text={text("nodes.none.text")} title={text("nodes.none.title")} />}
      {nodes.length > 0 && (
        <Card className={style.list}>
          {[...pending, ...active].map(([id, node]) => (
            <Link className={style.row} href={`/admin/nodes/${id}`} key={id}>
              <Icon name={toNodeIcon(node)} />
              <span className={style.words}>
                {node.name}
                <small>{node.room ?? node.model ?? node.address}</small>
              </span>
              {node.status === "pending" && <Badge>{text("node.pending")}</Badge>}
              <Icon name="next" size={20} />
            </Link>
          ))}
        </Card>
      )}
    </div>
  );
}
