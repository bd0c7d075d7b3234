import type { Grant } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import type { SlotResolution } from "@lastmeter/model/time";
import { AppError } from "../../platform/app-error.ts";
import type { ApiCaller, ApiContext } from "../context.ts";
import { openCursor, toCursor } from "../http/cursor.ts";
import { toIso } from "../http/iso.ts";
import type { Reply } from "../reply.ts";
import type { MeasurementsAsk } from "./ask.ts";
import { toKeys, toMeasures } from "./chosen.ts";
import { requireReading, unknownNode } from "./decide-read.ts";
import { toReadEntries } from "./entries.ts";
import type { Measure } from "./measure.ts";
import { toPosition } from "./position.ts";
import { isTooLong, type Range, rangeMaxDays, toBucketIds, toLocalDays, toSlotStarts } from "./range.ts";
import { cutAt, toRawFigures } from "./raw.ts";
import type { StoredNode } from "./reading.ts";
import { byStart, toFigures } from "./series.ts";
import { toMeasurementsTable } from "./tables.ts";
import type { WireMeasurements } from "./wire.ts";

interface Page {
  readonly series: WireMeasurements["series"];
  /** Where the rest begins. */
  readonly next: number | null;
}

/** The series of one node. */
export async function readMeasurements(
  context: ApiContext,
  caller: ApiCaller,
  nodeId: NodeId,
  ask: MeasurementsAsk,
): Promise<Reply> {
  const { reading, pepper } = context;
  const now = context.clock();
  const { resolution, cursor, limit, ...range } = ask;
  requireRange(range, resolution);
  const key = { pepper, clientId: caller.clientId, question: JSON.stringify([nodeId, resolution, range, limit]) };
  const from = cursor === undefined ? range.from : Number(await openCursor(key, cursor));
  const [node = null] = await reading.readNodes([nodeId], caller.principalId);
  if (node === null) throw unknownNode();
  const names = ask.channel;
  const granted = node.grant?.channels ?? null;
  const channels = toKeys(node, names) ?? granted;
  const grant = requireReading(node, caller.principalId, { resolution, channels, ...range }, now);
  const measures = toMeasures(node, names, granted);
  const reader = { clientId: caller.clientId, name: caller.client.name };
  const page = { node, grant, measures, range: { from, to: range.to }, limit, now };
  const [location, { series, next }] = await Promise.all([
    readLocation(context, node),
    resolution === "raw" ? readRaw(context, page) : readSlots(context, page, resolution),
    reading.addEntries(toReadEntries(reader, [{ ...node, grant }], { resolution, from, to: range.to }, now)),
  ]);
  const body: WireMeasurements = {
    nodeId,
    timeZone: grant.timeZone,
    position: toPosition(location, grant.resolution),
    resolution,
    from: toIso(from),
    to: toIso(range.to),
    series,
    next: next === null ? null : await toCursor(key, String(next)),
  };
  const table = () => toMeasurementsTable(body);
  return { status: 200, body, table, next: body.next, rows: table().rows.length };
}

export function requireRange(range: Range, resolution: keyof typeof rangeMaxDays): void {
  if (!isTooLong(range, resolution)) return;
  const expected = `at most ${rangeMaxDays[resolution]} days after \`from\` at resolution ${resolution}`;
  throw new AppError("bad_request", "to", null, [{ path: "to", expected }]);
}

async function readLocation({ reading }: ApiContext, { location, networkId }: StoredNode) {
  return location ?? (await reading.readLocations([networkId])).get(networkId) ?? null;
}

interface PageAsk {
  readonly node: StoredNode;
  readonly grant: Grant;
  readonly measures: readonly Measure[];
  readonly range: Range;
  readonly limit: number;
  readonly now: number;
}

async function readSlots({ reading }: ApiContext, page: PageAsk, resolution: SlotResolution): Promise<Page> {
  const { node, grant, measures, range, limit, now } = page;
  const { timeZone, view } = grant;
  const { starts, next } = toSlotStarts(range, resolution, timeZone, limit);
  // What is still to come has no documents.
  const past = starts.filter((at) => at < now);
  const ids = toBucketIds(past, resolution, timeZone);
  const found = await reading.readSlots(ids.map((id) => ({ nodeId: node.nodeId, view, resolution, id })));
  const slots = byStart(found.flat());
  const series = measures.map((measure) => ({
    ...toHead(measure),
    kind: measure.kind,
    intervals: toFigures(measure, past, slots, { resolution, timeZone, now }).map(toInterval),
  }));
  // An interval that is not over is not told, and so not passed over.
  return { series, next: next !== null && next <= now ? next : null };
}

export const toHead = ({ channel, quantity, unit }: Measure) => ({ channel, quantity, unit });

export const toInterval = <T extends Range>({ from, to, ...figure }: T) => ({
  from: toIso(from),
  to: toIso(to),
  ...figure,
});

/** One local day a page, or less. */
async function readRaw({ reading }: ApiContext, { node, grant, measures, range, limit, now }: PageAsk): Promise<Page> {
  const { days, next } = toLocalDays({ from: range.from, to: Math.min(range.to, now + 1) }, grant.timeZone, 1);
  const [day] = days;
  const chunks = day === undefined ? [] : await reading.readChunks({ nodeId: node.nodeId, view: grant.view, id: day });
  const found = measures.map((measure) => {
    const channel = node.channels[measure.channel];
    if (channel === undefined) {
      throw new AppError("bad_request", "channel", null, [
        { path: "channel", expected: "no totals at resolution raw" },
      ]);
    }
    return toRawFigures(chunks, { ix: channel.ix, quantity: measure.quantity }, range);
  });
  const cut = cutAt(found, limit);
  const series = measures.map((measure, at) => ({
    ...toHead(measure),
    kind: "reading" as const,
    readings: (found[at] ?? [])
      .filter((figure) => cut === null || figure.at < cut)
      .map((figure) => ({ ...figure, at: toIso(figure.at) })),
  }));
  return { series, next: cut ?? next };
}
