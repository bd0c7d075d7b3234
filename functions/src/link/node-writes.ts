import type { NodeId } from "@lastmeter/model/ids";
import type { Health, Node } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";
import type { Directory, DirectoryNode, NodeChange, OwnerField } from "../protocols/protocol.ts";

export interface NodeWriteFacts {
  /** As it was before the batch and as it is after it. */
  readonly before: Directory;
  readonly after: Directory;
  readonly changes: readonly NodeChange[];
  /** Nodes to be created whose documents exist already (the directory was made anew): they are updated. */
  readonly existing: ReadonlySet<NodeId>;
}

/** Documents `nodes/{nodeId}`, `health/{nodeId}` and, for new ones, `live/{nodeId}`. What an owner decided is never written. */
export function planNodeWrites({ before, after, changes, existing }: NodeWriteFacts): Write[] {
  return changes.flatMap((told): Write[] => {
    const { address } = told.node;
    // Where a node changed more than once, what it came to.
    const change = { ...told, node: after.nodes[address] ?? told.node };
    if (change.kind === "create" && !existing.has(change.node.nodeId)) return toCreation(after, change);
    const previous = before.nodes[address];
    return [...toUpdate(previous, change), ...toHealth(after, previous, change.node)];
  });
}

function toCreation(directory: Directory, change: Extract<NodeChange, { kind: "create" }>): Write[] {
  const { node, vendor, model, description, role } = change;
  const { networkId, ownerId } = directory;
  const data: Node = {
    v: 1,
    networkId,
    ownerId,
    memberIds: [ownerId],
    address: node.address,
    nativeName: node.nativeName,
    name: toName(node),
    room: null,
    vendor,
    model,
    description,
    status: node.removed ? "removed" : "pending",
    role,
    inside: null,
    total: node.total,
    channels: node.channels,
    location: node.location,
  };
  const health: Health = { v: 1, networkId, managers: [ownerId], health: node.health };
  return [
    { kind: "create", path: paths.node(node.nodeId), data },
    // Merged: it may exist already where only the node's own document was lost.
    { kind: "merge", path: paths.live(node.nodeId), data: { networkId, readers: [ownerId], d: null } },
    { kind: "merge", path: paths.health(node.nodeId), data: health },
  ];
}

function toUpdate(previous: DirectoryNode | undefined, change: NodeChange): Write[] {
  const { node } = change;
  const isOpen = (field: OwnerField) => !(node.ownerSet ?? previous?.ownerSet ?? []).includes(field);
  const isProposedAnew = previous !== undefined && !isSame(previous.total, node.total);
  const data = {
    ...(previous?.nativeName === node.nativeName ? {} : { nativeName: node.nativeName }),
    ...(isSame(previous?.channels, node.channels) ? {} : { channels: node.channels }),
    ...(change.vendor === undefined ? {} : { vendor: change.vendor }),
    ...(change.model === undefined ? {} : { model: change.model }),
    ...(change.description === undefined ? {} : { description: change.description }),
    ...(change.kind === "update" && change.role !== undefined && isOpen("role") ? { role: change.role } : {}),
    ...(isOpen("name") && previous !== undefined && toName(previous) !== toName(node) ? { name: toName(node) } : {}),
    ...(isOpen("total") && isProposedAnew ? { total: node.total } : {}),
    ...toStatus(previous, node),
  };
  const fields = Object.keys(data);
  return fields.length === 0 ? [] : [{ kind: "replaceFields", path: paths.node(node.nodeId), data, fields }];
}

/** Never `managers`: a removed one must not come back. */
function toHealth({ networkId }: Directory, previous: DirectoryNode | undefined, node: DirectoryNode): Write[] {
  if (isSame(previous?.health, node.health)) return [];
  const data = { v: 1, networkId, health: node.health };
  return [{ kind: "replaceFields", path: paths.health(node.nodeId), data, fields: Object.keys(data) }];
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** A device that comes back is to be approved again: it may be in other hands. */
function toStatus(previous: DirectoryNode | undefined, node: DirectoryNode): { status?: Node["status"] } {
  if (node.removed) return { status: "removed" };
  return previous?.removed ? { status: "pending" } : {};
}

function toName(node: DirectoryNode): string {
  return node.nativeName || node.address;
}
