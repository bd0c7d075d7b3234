import type { NodeId } from "@lastmeter/model/ids";
import { refusedNodes } from "../openapi/headers.ts";
import { defineOperation } from "../operation.ts";
import { eventsAskSchema, measurementsAskSchema, nodePathSchema, nodesAskSchema, queryAskSchema } from "./ask.ts";
import { eventColumns, readEvents } from "./events.ts";
import { readMeasurements } from "./measurements.ts";
import { listNodes, readNode } from "./nodes.ts";
import { queryMeasurements } from "./query.ts";
import { aggregateColumns, rawColumns, slotColumns } from "./tables.ts";
import { eventsSchema, measurementsSchema, nodeSchema, nodesSchema, queriedSchema } from "./wire.ts";

const tables = ["json", "csv", "ndjson"] as const;
const ofNode = ({ params }: { readonly params: { readonly nodeId: string } }) => [params.nodeId];

export const readingOperations = [
  defineOperation({
    method: "get",
    path: "/v1/nodes",
    id: "listNodes",
    tag: "Nodes",
    summary: "Nodes that were lent to this client",
    description:
      "What each measures and in which unit, where it is (as exactly as its grant allows) and what the grant allows. The owner sees that you looked.",
    scope: "nodes:read",
    params: null,
    query: nodesAskSchema,
    body: null,
    answer: { status: 200, description: "A page of nodes", schema: nodesSchema },
    handle: (context, caller, { query }) => listNodes(context, caller, query),
  }),
  defineOperation({
    method: "get",
    path: "/v1/nodes/{nodeId}",
    id: "getNode",
    tag: "Nodes",
    summary: "One node",
    description: "As in the list. A node that was not lent is answered as one that does not exist.",
    scope: "nodes:read",
    params: nodePathSchema,
    query: null,
    body: null,
    answer: { status: 200, description: "The node", schema: nodeSchema },
    errors: ["not_found"],
    nodes: ofNode,
    handle: (context, caller, { params }) => readNode(context, caller, params),
  }),
  defineOperation({
    method: "get",
    path: "/v1/nodes/{nodeId}/measurements",
    id: "getMeasurements",
    tag: "Measurements",
    summary: "Measurements of one node",
    description: [
      "Intervals that begin in the half-open `[from, to)` and are over. `quarter` is 15 minutes on UTC quarter-hours; `hour`, `day` and `month` are those of the home's time zone, so a day has 92 to 100 quarters. `raw` gives readings as they came, a local day a page, some five minutes late.",
      "`mean`: over the time of the interval, + drawn, − given. `counted`: what a register counted in it; `unplaced` is the part that belongs to none of the finer intervals. A value that is not known is null and `missing`, never 0; it may come later. `total.power`, `total.energyImport` and `total.energyExport` are the node's own sums, whatever its channels are called.",
      "Finer than granted, other channels, or outside the granted time: 403, with what is allowed in `permitted`.",
    ].join("\n\n"),
    scope: "measurements:read",
    params: nodePathSchema,
    query: measurementsAskSchema,
    body: null,
    media: tables,
    answer: {
      status: 200,
      description: "Series of the channels",
      schema: measurementsSchema,
      columns: [slotColumns, rawColumns],
    },
    errors: ["not_found"],
    nodes: ofNode,
    handle: (context, caller, { params, query }) => readMeasurements(context, caller, params.nodeId as NodeId, query),
  }),
  defineOperation({
    method: "get",
    path: "/v1/nodes/{nodeId}/events",
    id: "getEvents",
    tag: "Measurements",
    summary: "State changes of one node",
    description: "Switched, opened, motion, buttons, oldest first. Needs a grant of resolution `raw`.",
    scope: "events:read",
    params: nodePathSchema,
    query: eventsAskSchema,
    body: null,
    media: tables,
    answer: { status: 200, description: "A page of events", schema: eventsSchema, columns: [eventColumns] },
    errors: ["not_found"],
    nodes: ofNode,
    handle: (context, caller, { params, query }) => readEvents(context, caller, params.nodeId as NodeId, query),
  }),
  defineOperation({
    method: "post",
    path: "/v1/measurements:query",
    id: "queryMeasurements",
    tag: "Measurements",
    summary: "Measurements of many nodes, each or together",
    description: [
      "Up to 100 nodes. Nodes whose grant does not allow it stand in `refused`, with the reason and in `permitted` what is allowed; those that were not lent and those that do not exist are both `unknown`. The others are answered. Where no node is left but refused ones whose grant allows less: 403. Rows have no place for reasons: of them such a node makes the answer 403, and unknown ones stand in the header `Refused-Nodes`.",
      "`aggregate` puts them together interval by interval. Where some have no value it is of the others (`nodes` says how many) and `estimated`; where none has one it is null and `missing`.",
    ].join("\n\n"),
    scope: "measurements:read",
    params: null,
    query: null,
    body: queryAskSchema,
    media: tables,
    answer: {
      status: 200,
      description: "Series of the nodes, or of all together",
      schema: queriedSchema,
      headers: refusedNodes,
      columns: [slotColumns, aggregateColumns],
    },
    cost: ({ body }) => 1 + Math.floor(body.nodeIds.length / 10),
    nodes: ({ body }) => body.nodeIds,
    handle: (context, caller, { body }, media) => queryMeasurements(context, caller, body, media),
  }),
];
