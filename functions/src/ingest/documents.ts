import type { NodeId } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import type { LiveData } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";
import { type ViewedNode, withViews } from "../views/view-writes.ts";

/** What is to be written, one write for each document however many slots, chunks or events go into it. */
export interface Documents {
  /** Puts `value` under `d[key]` of a bucket or events document. */
  put(path: string, key: string, value: Uint8Array | object, location?: Location | null): void;
  live(nodeId: NodeId, data: LiveData): void;
  toWrites(): Write[];
}

interface Merged {
  v: 1;
  networkId: string;
  location?: Location;
  d: Record<string, unknown>;
}

/** @param nodes those that may be written: their views are written with them */
export function newDocuments(networkId: string, nodes: ReadonlyMap<NodeId, ViewedNode>): Documents {
  const merged = new Map<string, Merged>();
  const live = new Map<NodeId, LiveData>();
  return {
    put(path, key, value, location) {
      let data = merged.get(path);
      if (!data) {
        data = { v: 1, networkId, d: {} };
        merged.set(path, data);
      }
      if (location) data.location = location;
      data.d[key] = value;
    },
    live(nodeId, data) {
      live.set(nodeId, data);
    },
    toWrites() {
      const writes: Write[] = [];
      for (const [path, data] of merged) writes.push({ kind: "merge", path, data });
      for (const [nodeId, d] of live) {
        writes.push({ kind: "replaceFields", path: paths.live(nodeId), data: { d }, fields: ["d"] });
      }
      return withViews(writes, nodes.values());
    },
  };
}
