import type { NodeId } from "@lastmeter/model/ids";
import { defineOperation } from "../operation.ts";
import { nodePathSchema } from "../reading/ask.ts";
import { commandAskSchema, commandPathSchema, configurationAskSchema } from "./ask.ts";
import { command, permitCommand, readCommand } from "./commands.ts";
import { configureNode, permitConfiguration, readConfiguration } from "./configuration.ts";
import { wireCommandSchema, wireConfigurationSchema, wireSettingsSchema } from "./wire.ts";

export const orderOperations = [
  defineOperation({
    method: "post",
    path: "/v1/nodes/{nodeId}/commands",
    id: "commandNode",
    tag: "Orders",
    summary: "Switch or set what a node offers",
    description:
      "A settable channel and its value: `true` or `false` for switches, a word for enums, a number in the channel's unit. Needs a grant as operator. It is accepted, not done: ask for its state. What is not executed within `lifeS` seconds never is.",
    scope: "commands:write",
    params: nodePathSchema,
    query: null,
    body: commandAskSchema,
    isWrite: true,
    answer: { status: 202, description: "Accepted; `Location` tells its state", schema: wireCommandSchema },
    errors: ["not_found", "too_many", "revoked"],
    nodes: ({ params }) => [params.nodeId],
    permit: (context, caller, { params }) => permitCommand(context, caller, params.nodeId as NodeId),
    handle: (context, caller, { params, body }) => command(context, caller, params.nodeId as NodeId, body),
  }),
  defineOperation({
    method: "put",
    path: "/v1/nodes/{nodeId}/configuration",
    id: "configureNode",
    tag: "Orders",
    summary: "Say how settings of a node are to be",
    description:
      "Needs a grant as administrator of the node. `key` and `value` as `getConfiguration` describes them. `rev` is the wish that is replaced, 0 for the first: where somebody was faster nothing changes and the answer is 409. It is wanted, not done: the device follows when it can.",
    scope: "configuration:write",
    params: nodePathSchema,
    query: null,
    body: configurationAskSchema,
    isWrite: true,
    answer: { status: 202, description: "Wanted, with the new `rev` of each", schema: wireConfigurationSchema },
    errors: ["not_found", "conflict", "too_many", "revoked"],
    nodes: ({ params }) => [params.nodeId],
    permit: (context, caller, { params }) => permitConfiguration(context, caller, params.nodeId as NodeId),
    handle: (context, caller, { params, body }) => configureNode(context, caller, params.nodeId as NodeId, body),
  }),
  defineOperation({
    method: "get",
    path: "/v1/nodes/{nodeId}/configuration",
    id: "getConfiguration",
    tag: "Orders",
    summary: "Settings of a node: what there are, what is wanted, what the device says",
    description:
      "Needs a grant as administrator of the node. `rev` is what a change replaces; `wanted` is null where nobody wants anything, `reported` where the device has not told. The owner sees that you looked.",
    scope: "configuration:write",
    params: nodePathSchema,
    query: null,
    body: null,
    answer: { status: 200, description: "The settings", schema: wireSettingsSchema },
    errors: ["not_found"],
    nodes: ({ params }) => [params.nodeId],
    handle: (context, caller, { params }) => readConfiguration(context, caller, params.nodeId as NodeId),
  }),
  defineOperation({
    method: "get",
    path: "/v1/nodes/{nodeId}/commands/{commandId}",
    id: "getCommand",
    tag: "Orders",
    summary: "What became of a command",
    description:
      "`queued` until the gateway has it, `sent`, and then one of `confirmed` (the node itself reported it), `failed`, `expired`, `denied`, with the reason.",
    scope: "commands:write",
    params: commandPathSchema,
    query: null,
    body: null,
    answer: { status: 200, description: "The command", schema: wireCommandSchema },
    errors: ["not_found"],
    nodes: ({ params }) => [params.nodeId],
    handle: (context, caller, { params }) => readCommand(context, caller, params.nodeId as NodeId, params.commandId),
  }),
];
