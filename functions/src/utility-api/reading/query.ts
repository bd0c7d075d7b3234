import type { Grant } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { AppError } from "../../platform/app-error.ts";
import type { ApiCaller, ApiContext } from "../context.ts";
import { openCursor, toCursor } from "../http/cursor.ts";
import { toIso } from "../http/iso.ts";
import type { Media } from "../http/media.ts";
import { toWirePermitted } from "../http/problem.ts";
import type { Reply } from "../reply.ts";
import { toAggregate } from "./aggregate.ts";
import type { QueryAsk } from "./ask.ts";
import { toKeys, toMeasures } from "./chosen.ts";
import { NotPermitted, requireReading } from "./decide-read.ts";
import { toReadEntries } from "./entries.ts";
import type { Measure } from "./measure.ts";
import { requireRange, toHead, toInterval } from "./measurements.ts";
import { type Range, toBucketIds, toSlotStarts } from "./range.ts";
import type { StoredNode } from "./reading.ts";
import { byStart, type FigureAt, toFigures } from "./series.ts";
import { toQueriedTable } from "./tables.ts";
import type { WireQueried } from "./wire.ts";

/** Figures of a page, over all nodes and channels. */
const FIGURES_MAX = 20_000;

interface AllowedNode {
  readonly node: StoredNode;
  readonly grant: Grant;
  readonly measures: readonly Measure[];
}

interface NodeSeries extends AllowedNode {
  readonly figures: readonly (readonly FigureAt[])[];
}

/** Several nodes at once. What is refused of single ones is said; the others are told. @throws NotPermitted where that has no place */
export async function queryMeasurements(
  context: ApiContext,
  caller: ApiCaller,
  ask: QueryAsk,
  media: Media,
): Promise<Reply> {
  const { reading, pepper } = context;
  const now = context.clock();
  const { nodeIds, resolution, aggregate, cursor, from: begin, to } = ask;
  requireRange({ from: begin, to }, resolution);
  const key = { pepper, clientId: caller.clientId, question: JSON.stringify({ ...ask, cursor: null }) };
  const from = cursor === undefined ? begin : Number(await openCursor(key, cursor));
  const stored = await reading.readNodes(nodeIds, caller.principalId);
  const decided = nodeIds.map((nodeId, at) => decide(caller, nodeId, stored[at] ?? null, ask, now));
  const allowed = decided.flatMap((each) => ("node" in each ? [each] : []));
  const refused = decided.flatMap((each) => ("node" in each ? [] : [each.refused]));
  const denials = decided.flatMap((each) => ("node" in each ? [] : (each.denial ?? [])));
  if (denials[0] && (allowed.length === 0 || media !== "json")) throw denials[0];
  if (aggregate !== "none") requireAlike(allowed, resolution);
  const max = Math.max(1, Math.floor(FIGURES_MAX / (nodeIds.length * ask.channels.length)));
  const zone = allowed[0]?.grant.timeZone ?? "UTC";
  const end = toSlotStarts({ from, to }, resolution, zone, max).next ?? to;
  const looked = allowed.map(({ node, grant }) => ({ nodeId: node.nodeId, networkId: node.networkId, grant }));
  const reader = { clientId: caller.clientId, name: caller.client.name };
  const [series] = await Promise.all([
    readSeries(context, allowed, { from, to: end }, resolution, now),
    allowed.length > 0 && reading.addEntries(toReadEntries(reader, looked, { resolution, from, to: end }, now)),
  ]);
  const body: WireQueried = {
    resolution,
    from: toIso(from),
    to: toIso(to),
    aggregate,
    series: aggregate === "none" ? series.flatMap(toNodeSeries) : [],
    aggregated: aggregate === "none" ? [] : toAggregated(series, aggregate),
    refused,
    next: end < to && end <= now ? await toCursor(key, String(end)) : null,
  };
  const table = () => toQueriedTable(body);
  const headers = refused.length > 0 ? { "refused-nodes": refused.map(({ nodeId }) => nodeId).join(", ") } : {};
  return { status: 200, body, table, next: body.next, rows: table().rows.length, headers };
}

interface Refused {
  readonly refused: WireQueried["refused"][number];
  /** Null: there is nothing that the grant allows instead. */
  readonly denial: NotPermitted | null;
}

function decide(
  caller: ApiCaller,
  nodeId: NodeId,
  node: StoredNode | null,
  { channels: names, resolution, from, to }: QueryAsk,
  now: number,
): AllowedNode | Refused {
  const refuse = (reason: "unknown" | "channels") => ({ refused: { nodeId, reason }, denial: null });
  if (node === null) return refuse("unknown");
  try {
    const channels = toKeys(node, names);
    const grant = requireReading(node, caller.principalId, { resolution, channels, from, to }, now);
    return { node, grant, measures: toMeasures(node, names, grant.channels) };
  } catch (error) {
    if (error instanceof NotPermitted && error.denial !== "role") {
      const permitted = toWirePermitted(error.permitted);
      return { refused: { nodeId, reason: error.denial, permitted }, denial: error };
    }
    if (error instanceof AppError && error.kind === "not_found") return refuse("unknown");
    if (error instanceof AppError && error.kind === "bad_request") return refuse("channels");
    throw error;
  }
}

/** Intervals of several homes can be put together only where they are the same intervals of the same quantity. */
function requireAlike(allowed: readonly AllowedNode[], resolution: QueryAsk["resolution"]): void {
  const refuse = (path: string, expected: string) => {
    throw new AppError("bad_request", path, null, [{ path, expected }]);
  };
  const zones = new Set(allowed.map(({ grant }) => grant.timeZone));
  if (resolution !== "quarter" && zones.size > 1) refuse("resolution", "quarter, for nodes of several time zones");
  const [first] = allowed;
  for (const { measures } of allowed) {
    const isAlike = measures.every((measure, at) => {
      const other = first?.measures[at];
      return other?.unit === measure.unit && other.quantity === measure.quantity && other.kind === measure.kind;
    });
    if (!isAlike) refuse("channels", "of one quantity and unit at all nodes");
  }
}

async function readSeries(
  { reading }: ApiContext,
  allowed: readonly AllowedNode[],
  range: Range,
  resolution: QueryAsk["resolution"],
  now: number,
): Promise<NodeSeries[]> {
  const plans = allowed.map((each) => {
    const { starts } = toSlotStarts(range, resolution, each.grant.timeZone, Number.POSITIVE_INFINITY);
    const past = starts.filter((at) => at < now);
    const { node, grant } = each;
    const buckets = toBucketIds(past, resolution, grant.timeZone).map((id) => {
      return { nodeId: node.nodeId, view: grant.view, resolution, id };
    });
    return { ...each, past, buckets };
  });
  const found = await reading.readSlots(plans.flatMap(({ buckets }) => buckets));
  let at = 0;
  return plans.map(({ past, buckets, ...each }) => {
    const slots = byStart(found.slice(at, at + buckets.length).flat());
    at += buckets.length;
    const about = { resolution, timeZone: each.grant.timeZone, now };
    return { ...each, figures: each.measures.map((measure) => toFigures(measure, past, slots, about)) };
  });
}

function toNodeSeries({ node, grant, measures, figures }: NodeSeries): WireQueried["series"] {
  return measures.map((measure, at) => ({
    nodeId: node.nodeId,
    timeZone: grant.timeZone,
    ...toHead(measure),
    kind: measure.kind,
    intervals: (figures[at] ?? []).map(toInterval),
  }));
}

function toAggregated(
  series: readonly NodeSeries[],
  aggregate: Exclude<QueryAsk["aggregate"], "none">,
): WireQueried["aggregated"] {
  const [first] = series;
  return (first?.measures ?? []).map((measure, at) => ({
    ...toHead(measure),
    kind: measure.kind,
    intervals: toAggregate(
      aggregate,
      series.map(({ figures }) => figures[at] ?? []),
    ).map(toInterval),
  }));
}
