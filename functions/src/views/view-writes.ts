import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import { liveDataSchema, type Total } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { z } from "zod/mini";
import type { Write } from "../platform/writes.ts";
import { type SeriesKind, toScope, toViewData, toViewLive, type ViewScope, type Views } from "./view-content.ts";

/** A node as far as its views need it. */
export interface ViewedNode {
  readonly nodeId: NodeId;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly total: Total;
  readonly views?: Views | undefined;
}

const seriesSchema = z.looseObject({ d: z.record(z.string(), z.unknown()) });
const liveSchema = z.object({ d: liveDataSchema });

/** The writes of series, events and live documents, and after them the same for each view of their nodes. For one commit. */
export function withViews(writes: readonly Write[], nodes: Iterable<ViewedNode>): Write[] {
  const all = [...writes];
  for (const { nodeId, views, ...node } of nodes) {
    for (const [viewId, keys] of Object.entries(views ?? {})) {
      const scope = toScope(node, keys);
      for (const write of writes) all.push(...toCopy(write, nodeId, viewId, scope));
    }
  }
  return all;
}

function toCopy(write: Write, nodeId: NodeId, viewId: string, scope: ViewScope): Write[] {
  if (write.kind === "replaceFields" && write.path === paths.live(nodeId)) {
    const d = toViewLive(liveSchema.parse(write.data).d, scope);
    return [{ ...write, path: paths.liveView(nodeId, viewId), data: { d } }];
  }
  const kind = write.kind === "merge" ? toSeriesKind(write.path, nodeId) : null;
  if (write.kind !== "merge" || kind === null) return [];
  const data = seriesSchema.parse(write.data);
  const d = toViewData(kind, data.d, scope);
  if (Object.keys(d).length === 0) return [];
  return [{ ...write, path: toViewPath(write.path, nodeId, viewId), data: { ...data, d } }];
}

/** Null: not a document that views copy. */
function toSeriesKind(path: string, nodeId: NodeId): SeriesKind | null {
  const isIn = (document: string) => path.startsWith(document);
  if (isIn(paths.events(nodeId, ""))) return "events";
  if (isIn(paths.bucket(nodeId, "raw", ""))) return "raw";
  return isIn(`${paths.node(nodeId)}/series/`) ? "slots" : null;
}

/** Where a view keeps its copy of a document below the node. */
export function toViewPath(path: string, nodeId: NodeId, viewId: string): string {
  return paths.view(nodeId, viewId) + path.slice(paths.node(nodeId).length);
}
