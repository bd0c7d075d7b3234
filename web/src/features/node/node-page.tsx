import type { ChannelKind } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { useEffect } from "react";
import { Redirect } from "wouter";
import { useHealth, useHomes } from "../../data/home-data.ts";
import { useNetworkLink } from "../../data/network-link.ts";
import { useUid } from "../../data/session.ts";
import { setWatchedNode } from "../../data/watch-keeper.ts";
import { hasControls } from "../../lib/control.ts";
import { isAway } from "../../lib/held.ts";
import { isStale } from "../../lib/link-state.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { useText } from "../../lib/text.ts";
import type { ControlParts } from "../../ui/control-parts.ts";
import { Empty, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ChannelGroups } from "./channel-groups.tsx";
import { DeviceInfo } from "./device-info.tsx";
import { NodeHeader } from "./node-header.tsx";
import { NodeNow } from "./node-now.tsx";
import style from "./node-page.module.css";
import { TodayCard } from "./today-card.tsx";
import { useNodeLive } from "./use-node.ts";

export function NodePage({ nodeId, control }: { nodeId: string; control: ControlParts }) {
  const text = useText();
  const uid = useUid();
  const { nodes, networks } = useHomes();
  const entry = [...(nodes.value ?? [])].find(([id]) => id === nodeId);
  const node = entry?.[1];
  const network = node && networks.value?.get(node.networkId);
  useTitle(node?.name ?? text("home.devices"));
  useEffect(() => {
    setWatchedNode(nodeId);
    return () => setWatchedNode(undefined);
  }, [nodeId]);
  // What somebody else lent has a page of its own, no finer than granted.
  if (node && node.ownerId !== uid) return <Redirect replace to={`/sharing/with-me/${nodeId}`} />;
  if (entry && node)
    return <NodeView control={control} id={entry[0] as NodeId} network={network ?? null} node={node} />;
  if (nodes.from === "server") {
    return <Empty icon="info" text={text("node.missing.text")} title={text("node.missing.title")} />;
  }
  return <Skeleton height={320} />;
}

/** What the controls do not show. */
const others: readonly ChannelKind[] = ["measurement", "state", "action", "setting"];

interface NodeViewProps {
  readonly control: ControlParts;
  readonly id: NodeId;
  readonly node: Node;
  readonly network: Network | null;
}

function NodeView({ control, id, node, network }: NodeViewProps) {
  const state = useNetworkLink(node.networkId, network);
  // A node shared from another home comes without its network: the phone's zone is the best there is.
  const timeZone = network?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const health = useHealth()?.get(id)?.health ?? null;
  const live = useNodeLive(id);
  const isControlled = hasControls(node);
  const subject = { networkId: node.networkId, nodeId: id, node, link: network?.link ?? null };
  const away = useLiveValue((now) => isAway(health, live(), now));
  return (
    <div className={style.page} data-stale={away || isStale(state)}>
      <NodeHeader away={away} id={id} node={node} state={state} />
      <div className={style.columns}>
        <div className={style.column}>
          <NodeNow id={id} node={node} />
          {isControlled && (
            <control.Controls {...subject} waiting={<ChannelGroups id={id} kinds={["control"]} node={node} />} />
          )}
          <TodayCard id={id} link={network?.link ?? null} node={node} timeZone={timeZone} />
        </div>
        <div className={style.column}>
          <ChannelGroups id={id} kinds={isControlled ? others : undefined} node={node} />
          {isControlled && <control.Commands {...subject} />}
          <DeviceInfo health={health} id={id} node={node} />
        </div>
      </div>
    </div>
  );
}
