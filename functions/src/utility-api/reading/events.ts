import type { NodeId } from "@lastmeter/model/ids";
import type { z } from "zod/mini";
import type { ApiCaller, ApiContext } from "../context.ts";
import { openCursor, toCursor } from "../http/cursor.ts";
import { toIso } from "../http/iso.ts";
import type { Reply } from "../reply.ts";
import type { eventsAskSchema } from "./ask.ts";
import { requireReading, unknownNode } from "./decide-read.ts";
import { toReadEntries } from "./entries.ts";
import { requireRange } from "./measurements.ts";
import { toLocalDays } from "./range.ts";

/** Local days of a page. */
const PAGE_DAYS = 31;

export const eventColumns = ["nodeId", "channel", "at", "value"];

/** State changes of one node, oldest first; a month a page. */
export async function readEvents(
  context: ApiContext,
  caller: ApiCaller,
  nodeId: NodeId,
  { channel: names, cursor, ...range }: z.infer<typeof eventsAskSchema>,
): Promise<Reply> {
  const { reading, pepper } = context;
  const now = context.clock();
  requireRange(range, "hour");
  const key = { pepper, clientId: caller.clientId, question: JSON.stringify(["events", nodeId, range, names]) };
  const from = cursor === undefined ? range.from : Number(await openCursor(key, cursor));
  const [node = null] = await reading.readNodes([nodeId], caller.principalId);
  if (node === null) throw unknownNode();
  const channels = names ?? node.grant?.channels ?? null;
  const grant = requireReading(node, caller.principalId, { resolution: "events", channels, ...range }, now);
  const to = Math.min(range.to, now + 1);
  const { days, next } = toLocalDays({ from, to }, grant.timeZone, PAGE_DAYS);
  const reader = { clientId: caller.clientId, name: caller.client.name };
  const [found] = await Promise.all([
    reading.readEvents(nodeId, grant.view, days),
    reading.addEntries(toReadEntries(reader, [{ ...node, grant }], { resolution: "raw", from, to: range.to }, now)),
  ]);
  const events = found
    .filter(({ at, channel }) => at >= from && at < range.to && (names?.includes(channel) ?? true))
    .sort((a, b) => a.at - b.at || a.sequence - b.sequence)
    .map(({ at, channel, value }) => ({ at: toIso(at), channel, value }));
  const body = {
    nodeId,
    timeZone: grant.timeZone,
    from: toIso(from),
    to: toIso(range.to),
    events,
    next: next === null ? null : await toCursor(key, String(next)),
  };
  const table = () => ({
    columns: eventColumns,
    rows: events.map(({ channel, at, value }) => [nodeId, channel, at, value]),
  });
  return { status: 200, body, table, next: body.next, rows: events.length };
}
