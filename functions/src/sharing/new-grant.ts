import { type Grant, type GrantTerms, isClientPrincipal } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { AppError } from "../platform/app-error.ts";
import type { SharedNetwork, SharedNode, Standing } from "./standing.ts";

export interface Given {
  readonly principalId: string;
  readonly label: string;
  readonly terms: GrantTerms;
  /** Who decided. */
  readonly by: string;
  readonly at: number;
}

/** A grant that does not know its `dueAt` yet: it gets it when it is written. */
function toGrant(
  network: SharedNetwork,
  { principalId, label, terms, by, at }: Given,
  place: Pick<Grant, "nodeId" | "source" | "channels" | "view" | "lastOpenedAt">,
): Grant {
  return {
    v: 1,
    principalId,
    principal: isClientPrincipal(principalId) ? "client" : "user",
    label,
    networkId: network.networkId,
    nodeId: place.nodeId,
    source: place.source,
    role: terms.role,
    resolution: terms.resolution,
    channels: place.channels,
    view: place.view,
    from: terms.from,
    until: terms.until,
    historyFrom: terms.historyFrom,
    purpose: terms.purpose,
    by,
    at,
    networkName: network.name,
    timeZone: network.timeZone,
    ownerLabel: network.ownerLabel,
    lastOpenedAt: place.lastOpenedAt,
    dueAt: null,
  };
}

export function toNetworkGrant(network: SharedNetwork, given: Given, before: Grant | null): Grant {
  if (given.terms.channels !== null) throw new Error("a network's grant is of all channels");
  const lastOpenedAt = before?.lastOpenedAt ?? null;
  return toGrant(network, given, { nodeId: null, source: "network", channels: null, view: null, lastOpenedAt });
}

/** One for each node of the standing. @param views of the nodes' limited channels, by node. */
export function toNodeGrants(
  { network, nodes, nodeGrants }: Pick<Standing, "network" | "nodes" | "nodeGrants">,
  given: Given,
  views: ReadonlyMap<NodeId, string>,
): Map<NodeId, Grant> {
  return new Map(
    nodes.map((node): [NodeId, Grant] => {
      const before = nodeGrants.get(node.nodeId);
      const channels = toChannelsOf(node, given.terms);
      const view = views.get(node.nodeId) ?? null;
      if ((channels === null) !== (view === null)) throw new AppError("conflict", "the node's channels changed");
      const place = {
        nodeId: node.nodeId,
        source: "node" as const,
        channels,
        view,
        lastOpenedAt: before?.source === "node" ? before.lastOpenedAt : null,
      };
      return [node.nodeId, toGrant(network, given, place)];
    }),
  );
}

/** The named channels that this node has; null: all. */
export function toChannelsOf(node: SharedNode, terms: GrantTerms): string[] | null {
  return terms.channels && [...new Set(terms.channels)].filter((key) => node.channels.includes(key)).sort();
}

/** What its schema cannot know of the terms. @throws AppError bad_request */
export function requireTerms(
  terms: GrantTerms,
  nodes: readonly SharedNode[] | null,
  isClient: boolean,
  now: number,
): void {
  const refuse = (path: string, expected: string): never => {
    throw new AppError("bad_request", `terms.${path}`, null, [{ path: `terms.${path}`, expected }]);
  };
  if (terms.until !== null && terms.until <= now) refuse("until", "a time to come");
  if (terms.role === "admin" && isClient && nodes === null) refuse("role", "viewer or operator, for a whole network");
  if (terms.channels === null) return;
  if (nodes === null) refuse("channels", "null for a whole network");
  if (nodes?.some((node) => toChannelsOf(node, terms)?.length === 0))
    refuse("channels", "at least one channel of each node");
  const known = new Set(nodes?.flatMap(({ channels }) => channels));
  if (terms.channels.some((key) => !known.has(key))) refuse("channels", "channels of the nodes");
}
