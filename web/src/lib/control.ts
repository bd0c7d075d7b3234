import type { Channel } from "@lastmeter/model/channel";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { LinkHealth } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";

/** What a person who may command a node commands. */
export interface ControlSubject {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
  readonly node: Node;
  /** Null: who was lent a node is not told how its home's gateway is. */
  readonly link: LinkHealth | null;
}

/** A pending node waits for an administrator's word. */
const canCommand = ({ status }: Pick<Node, "status">): boolean => status === "active";

const isControl = ({ kind, settable, retired, path }: Channel): boolean =>
  kind === "control" && settable && !retired && path.length === 1;

/** Something of the node can be told. */
export function hasControls(node: Node): boolean {
  return canCommand(node) && Object.values(node.channels).some(isControl);
}

/** What switches the whole node on and off, where exactly one thing does. */
export function toQuickSwitch(node: Node): Channel | null {
  if (!canCommand(node)) return null;
  const switches = Object.values(node.channels).filter(
    (channel) => isControl(channel) && channel.type === "binary" && channel.feature !== "lock" && channel.readable,
  );
  const [only] = switches;
  return switches.length === 1 && only ? only : null;
}
