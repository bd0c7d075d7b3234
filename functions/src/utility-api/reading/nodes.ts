import type { Grant } from "@lastmeter/model/grant";
import { isCurrent } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import type { z } from "zod/mini";
import { toPermitted } from "../../access/access.ts";
import type { ApiCaller, ApiContext } from "../context.ts";
import { openCursor, toCursor } from "../http/cursor.ts";
import { toIso } from "../http/iso.ts";
import type { Reply } from "../reply.ts";
import type { nodePathSchema, nodesAskSchema } from "./ask.ts";
import { requireGrant } from "./decide-read.ts";
import { toReadEntries } from "./entries.ts";
import { hasSeries, unitOf } from "./measure.ts";
import { toPosition } from "./position.ts";
import type { StoredNode } from "./reading.ts";
import type { WireNode } from "./wire.ts";

type Lent = StoredNode & { readonly grant: Grant };

const isLent = (node: StoredNode | null, now: number): node is Lent =>
  node !== null && node.grant !== null && isCurrent(node.grant, now);

/** What this client was lent, a page at a time. */
export async function listNodes(
  context: ApiContext,
  caller: ApiCaller,
  { limit, cursor }: z.infer<typeof nodesAskSchema>,
): Promise<Reply> {
  const { reading, pepper } = context;
  const now = context.clock();
  const key = { pepper, clientId: caller.clientId, question: "nodes" };
  const after = cursor === undefined ? "" : await openCursor(key, cursor);
  const found = await reading.readLent(caller.principalId, { after, max: limit });
  const lent = found.flatMap(({ node }) => (isLent(node, now) ? [node] : []));
  const last = found.length === limit ? found.at(-1)?.nodeId : undefined;
  const [nodes, next] = await Promise.all([
    tell(context, caller, lent, now),
    last === undefined ? null : toCursor(key, last),
  ]);
  return { status: 200, body: { nodes, next }, next, rows: nodes.length };
}

export async function readNode(
  context: ApiContext,
  caller: ApiCaller,
  { nodeId }: z.infer<typeof nodePathSchema>,
): Promise<Reply> {
  const now = context.clock();
  const [node = null] = await context.reading.readNodes([nodeId as NodeId], caller.principalId);
  const grant = requireGrant(node, caller.principalId, { kind: "node" }, now);
  const [body] = node === null ? [] : await tell(context, caller, [{ ...node, grant }], now);
  if (body === undefined) throw new Error("a grant of no node");
  return { status: 200, body, rows: 1 };
}

/** Written down before it is told. */
async function tell(
  { reading }: ApiContext,
  caller: ApiCaller,
  nodes: readonly Lent[],
  now: number,
): Promise<WireNode[]> {
  const reader = { clientId: caller.clientId, name: caller.client.name };
  const elsewhere = nodes.filter(({ location }) => location === null).map(({ networkId }) => networkId);
  const [locations] = await Promise.all([
    reading.readLocations([...new Set(elsewhere)]),
    nodes.length === 0 ? null : reading.addEntries(toReadEntries(reader, nodes, null, now)),
  ]);
  return nodes.map((node) => toWireNode(node, node.location ?? locations.get(node.networkId) ?? null));
}

function toWireNode({ nodeId, name, role, status, channels, grant }: Lent, location: Location | null): WireNode {
  const { resolution, purpose, timeZone, from } = grant;
  const permitted = toPermitted(grant);
  const granted = Object.values(channels).filter(({ key }) => permitted.channels?.includes(key) ?? true);
  return {
    id: nodeId,
    name,
    role,
    status,
    timeZone,
    position: toPosition(location, resolution),
    channels: granted.map((channel) => ({
      channel: channel.key,
      kind: channel.kind,
      type: channel.type,
      quantity: channel.quantity ?? null,
      unit: channel.type === "numeric" ? unitOf(channel) : null,
      measured: hasSeries(channel),
      settable: channel.settable,
    })),
    grant: {
      role: permitted.role,
      resolution,
      channels: permitted.channels && [...permitted.channels],
      from: toIso(from),
      until: permitted.until === null ? null : toIso(permitted.until),
      historyFrom: permitted.from === null ? null : toIso(permitted.from),
      purpose,
    },
  };
}
