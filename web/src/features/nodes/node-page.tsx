import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./nodes-page.module.css";

interface NodePageProps {
  readonly managed: ManagedNetwork;
  readonly nodeId: NodeId;
  readonly node: Node;
}

/** What an administrator decides about a node. */
export function NodePage({ managed: { networkId }, node }: NodePageProps) {
  const text = useText();
  useTitle(node.name);
  return (
    <div className={style.page}>
      <PageHeader back={`/admin/${networkId}/nodes`} backLabel={text("nodes.title")} title={node.name} />
    </div>
  );
}
