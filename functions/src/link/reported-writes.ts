import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";

type Values = Readonly<Record<string, string>> | undefined;

/** Documents `…/configuration/reported`: values that changed, and where a device was taken in anew. */
export function planReportedWrites(before: Directory, after: Directory, now: number): Write[] {
  const { networkId } = after;
  const writes: Write[] = [];
  const add = (nodeId: NodeId | null, values: object, more: object) => {
    const path =
      nodeId === null ? paths.networkConfiguration(networkId, "reported") : paths.nodeConfiguration(nodeId, "reported");
    writes.push({ kind: "merge", path, data: { v: 1, networkId, nodeId, ...toValues(values), ...more } });
  };
  if (after.reported !== before.reported) add(null, toChanged(before.reported, after.reported, now), {});
  for (const [address, node] of Object.entries(after.nodes)) {
    const known = before.nodes[address];
    const hasJoined = node.joinedAt !== undefined && node.joinedAt !== known?.joinedAt;
    if (node.reported === known?.reported && !hasJoined) continue;
    const values = toChanged(known?.reported, node.reported, now);
    // By our clock, as everything it is compared with.
    add(node.nodeId, values, hasJoined ? { joinedAt: now } : {});
  }
  return writes;
}

/** An empty map would replace what is there. */
const toValues = (values: object) => (Object.keys(values).length === 0 ? {} : { values });

function toChanged(before: Values, after: Values, now: number): Record<string, { value: string; at: number }> {
  const changed = Object.entries(after ?? {}).filter(([key, value]) => before?.[key] !== value);
  return Object.fromEntries(changed.map(([key, value]) => [key, { value, at: now }]));
}
