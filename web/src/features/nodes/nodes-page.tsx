import { admitsDevices } from "@lastmeter/model/network";
import { useMemo } from "react";
import { useNodesOf } from "../../data/grants.ts";
import { useHomes } from "../../data/home-data.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Card, Empty, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { NodeLine } from "./node-line.tsx";
import style from "./nodes-page.module.css";
import { PairingCard } from "./pairing-card.tsx";
import { PendingCard } from "./pending-card.tsx";

/** The nodes of a network: those that wait for approval first, then all with how they are. */
export function NodesPage({ managed }: { managed: ManagedNetwork }) {
  const text = useText();
  const { networkId, network } = managed;
  const isKnown = useHomes().nodes.value !== null;
  const nodes = useNodesOf(networkId);
  useTitle(`${text("nodes.title")} · ${network.name}`);
  const rooms = useMemo(() => {
    const named = nodes.flatMap(([, { room }]) => (room === null ? [] : [room]));
    return [...new Set(named)].sort((a, b) => a.localeCompare(b));
  }, [nodes]);
  const pending = nodes.filter(([, { status }]) => status === "pending");
  const active = nodes.filter(([, { status }]) => status === "active");
  return (
    <div className={style.page}>
      <PageHeader back={`/admin/${networkId}`} backLabel={network.name} title={text("nodes.title")} />
      {isKnown && admitsDevices(network.kind) && <PairingCard managed={managed} nodes={nodes} />}
      {!isKnown && <Skeleton height={240} />}
      {isKnown && nodes.length === 0 && (
        <Empty icon="plug" text={text("nodes.none.text")} title={text("nodes.none.title")} />
      )}
      {pending.length > 0 && (
        <section className={style.part}>
          <h2>{text("nodes.pending", { count: pending.length })}</h2>
          <div className={style.cards}>
            {pending.map(([id, node]) => (
              <PendingCard key={id} node={node} nodeId={id} rooms={rooms} />
            ))}
          </div>
        </section>
      )}
      {active.length > 0 && (
        <section className={style.part}>
          <h2>{text("nodes.active", { count: active.length })}</h2>
          <Card className={style.list}>
            {active.map(([id, node]) => (
              <NodeLine key={id} network={network} node={node} nodeId={id} />
            ))}
          </Card>
        </section>
      )}
    </div>
  );
}
