import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useHomes } from "../data/home-data.ts";
import { type ManagedNetwork, useManagedNetworks } from "../data/managed-networks.ts";
import { useText } from "../lib/text.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { Empty, Skeleton } from "../ui/parts.tsx";

interface AdminGateProps {
  readonly networkId: string | null;
  readonly children: (managed: ManagedNetwork) => ReactNode;
}

/** Lets owner and administrators of a network in; everybody else is told who can do this. The server judges again. */
export function AdminGate({ networkId, children }: AdminGateProps) {
  const text = useText();
  const all = useManagedNetworks();
  const managed = all?.find((each) => each.networkId === networkId);
  if (managed) return children(managed);
  if (all === null) return <Skeleton height={320} />;
  return (
    <>
      <PageHeader back="/" backLabel={text("admin.toHome")} title={text("admin.title")} />
      <Empty
        action={<Link href="/">{text("admin.toHome")}</Link>}
        icon="lock"
        text={text("admin.denied.text")}
        title={text("admin.denied.title")}
      />
    </>
  );
}

interface NodeGateProps {
  readonly nodeId: string;
  readonly children: (nodeId: NodeId, node: Node, managed: ManagedNetwork) => ReactNode;
}

/** The same for a node, by its network. */
export function NodeGate({ nodeId, children }: NodeGateProps) {
  const { nodes } = useHomes();
  const node = nodes.value?.get(nodeId);
  if (!node && nodes.from !== "server") return <Skeleton height={320} />;
  const networkId: NetworkId | null = node?.networkId ?? null;
  return <AdminGate networkId={networkId}>{(managed) => node && children(nodeId as NodeId, node, managed)}</AdminGate>;
}
