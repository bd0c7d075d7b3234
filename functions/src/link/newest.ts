import type { Channel } from "@lastmeter/model/channel";
import type { Newest } from "@lastmeter/model/link/messages";
import type { Live, Node } from "@lastmeter/model/node";
import { quantities } from "@lastmeter/model/units";

export interface NodeNow {
  readonly nodeId: Newest["nodes"][number]["nodeId"];
  readonly node: Pick<Node, "name" | "room" | "channels">;
  readonly live: Live["d"];
}

/** What a display in the home shows: the values of `live` with the words for them, rooms and names in order. */
export function toNewest(nodes: readonly NodeNow[], now: number): Newest {
  const shown = nodes.map(({ nodeId, node, live }) => ({
    nodeId,
    name: node.name,
    room: node.room,
    values: Object.entries(live?.values ?? {}).flatMap(([key, { value, at }]) => {
      const channel = node.channels[key];
      return channel === undefined ? [] : [{ channel: key, ...toWords(channel, typeof value), value, at }];
    }),
  }));
  const compare = (a: string | null, b: string | null) => (a ?? "").localeCompare(b ?? "");
  return { at: now, nodes: shown.sort((a, b) => compare(a.room, b.room) || compare(a.name, b.name)) };
}

function toWords({ label, quantity, unit }: Channel, type: string) {
  if (quantity === undefined || type !== "number") return { label };
  return { label, decimals: quantities[quantity].decimals, unit: unit ?? quantities[quantity].unit };
}
