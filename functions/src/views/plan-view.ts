import type { NodeId } from "@lastmeter/model/ids";
import { AppError } from "../platform/app-error.ts";
import type { Directory, DirectoryNode } from "../protocols/protocol.ts";

/** Each costs a copy of all that the node writes. */
export const VIEWS_MAX = 8;

export function findNode({ nodes }: Directory, nodeId: NodeId): DirectoryNode | undefined {
  return Object.values(nodes).find((node) => node.nodeId === nodeId);
}

/** @returns the same object where the view is there already. @throws AppError not_found, bad_request, too_many. */
export function planOpening(
  directory: Directory,
  nodeId: NodeId,
  viewId: string,
  channels: readonly string[],
): Directory {
  const node = findNode(directory, nodeId);
  if (node === undefined) throw new AppError("not_found", "no such node of this network");
  const { views = {} } = node;
  if (viewId in views) return directory;
  const unknown = channels.length === 0 || channels.some((key) => !Object.hasOwn(node.channels, key));
  if (unknown) {
    throw new AppError("bad_request", "channels", null, [{ path: "channels", expected: "channels of the node" }]);
  }
  if (Object.keys(views).length >= VIEWS_MAX) throw new AppError("too_many", "different views of one node");
  return withNode(directory, { ...node, views: { ...views, [viewId]: [...new Set(channels)].sort() } });
}

/** @returns the same object where there is no such view. */
export function planDropping(directory: Directory, nodeId: NodeId, viewId: string): Directory {
  const node = findNode(directory, nodeId);
  if (node?.views?.[viewId] === undefined) return directory;
  const { [viewId]: _, ...views } = node.views;
  return withNode(directory, { ...node, views: Object.keys(views).length === 0 ? undefined : views });
}

function withNode(directory: Directory, node: DirectoryNode): Directory {
  return { ...directory, nodes: { ...directory.nodes, [node.address]: node } };
}
