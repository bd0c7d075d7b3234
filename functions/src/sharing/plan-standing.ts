import { type Grant, isClientPrincipal, isCurrent } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { AppError } from "../platform/app-error.ts";
import type { Write } from "../platform/writes.ts";
import type { SharedNode, Standing } from "./standing.ts";

/** As the schemas of `nodes` and `live` allow, with room for the owner. */
const MEMBERS_MAX = 100;

/** What is decided anew; what is not named stays. Null: it ends. */
export interface Decision {
  /** Needs a standing of the whole network. */
  readonly networkGrant?: Grant | null;
  /** Grants of nodes' own. */
  readonly nodeGrants?: ReadonlyMap<NodeId, Grant | null>;
}

export interface ViewOfNode {
  readonly nodeId: NodeId;
  readonly viewId: string;
}

export interface StandingPlan {
  /** For one commit together with an entry in the access log. */
  readonly writes: readonly Write[];
  /** Grants whose time is over, without the copies. */
  readonly ended: { readonly network: Grant | null; readonly nodes: readonly Grant[] };
  /** To be dropped if nobody else reads them. */
  readonly leftViews: readonly ViewOfNode[];
}

/**
 * Makes grants, their copies on the nodes, and the lists `memberIds`, `readers` and `managers` agree for one principal: with a
 * decision, or by time alone. Planned again from what it wrote, it writes nothing but the lists. A node's own grant stands before the
 * network's copy. @throws AppError too_many: a node has as many members as it can.
 */
export function planStanding(standing: Standing, decision: Decision, now: number): StandingPlan {
  const { network, principalId, isWhole } = standing;
  if (decision.networkGrant !== undefined && !isWhole)
    throw new Error("a network's grant is decided for all its nodes");
  const decided = decision.networkGrant === undefined ? standing.networkGrant : decision.networkGrant;
  const networkGrant = withoutEnded(decided, now);
  const writes: Write[] = isWhole
    ? toGrantWrites(paths.networkGrant(network.networkId, principalId), standing.networkGrant, networkGrant, now)
    : [];
  const endedNodes: Grant[] = [];
  const leftViews: ViewOfNode[] = [];
  for (const node of standing.nodes) {
    const { nodeId } = node;
    const before = standing.nodeGrants.get(nodeId) ?? null;
    const known = before?.source === "node" ? before : null;
    const ownDecided = decision.nodeGrants?.get(nodeId);
    const own = withoutEnded(ownDecided === undefined ? known : ownDecided, now);
    if (ownDecided === undefined && known !== null && own === null) endedNodes.push(known);
    const after = own ?? (networkGrant && toCopy(networkGrant, nodeId, before));
    writes.push(...toGrantWrites(paths.nodeGrant(nodeId, principalId), before, after, now));
    if (!isClientPrincipal(principalId)) writes.push(...toListWrites(standing, node, { before, after }, now));
    if (before?.view && before.view !== after?.view) leftViews.push({ nodeId, viewId: before.view });
  }
  const networkEnded = isWhole && decided !== null && networkGrant === null ? decided : null;
  return { writes, ended: { network: networkEnded, nodes: endedNodes }, leftViews };
}

function withoutEnded(grant: Grant | null, now: number): Grant | null {
  return grant === null || (grant.until !== null && grant.until <= now) ? null : grant;
}

function toCopy(networkGrant: Grant, nodeId: NodeId, before: Grant | null): Grant {
  return { ...networkGrant, nodeId, lastOpenedAt: before?.source === "network" ? before.lastOpenedAt : null };
}

function toGrantWrites(path: string, before: Grant | null, after: Grant | null, now: number): Write[] {
  if (after === null) return before === null ? [] : [{ kind: "delete", path }];
  const data: Grant = { ...after, dueAt: after.from > now ? after.from : after.until };
  const fields = Object.keys(data);
  const isSame =
    before !== null && fields.every((field) => JSON.stringify(Reflect.get(before, field)) === toText(data, field));
  return isSame ? [] : [{ kind: "replaceFields", path, data, fields }];
}

const toText = (data: object, field: string) => JSON.stringify(Reflect.get(data, field));

/** The lists a person stands in. */
interface Seat {
  readonly isMember: boolean;
  readonly isReader: boolean;
  readonly isManager: boolean;
  readonly view: string | null;
}

function toSeat(grant: Grant | null): Seat {
  const isRaw = grant?.resolution === "raw";
  return {
    isMember: grant !== null,
    isReader: isRaw && grant.channels === null,
    isManager: grant?.role === "admin",
    view: isRaw ? grant.view : null,
  };
}

const ownerSeat: Seat = { isMember: true, isReader: true, isManager: true, view: null };

/** A list is written where the person is to stand in it, or may have stood in it. */
function toListWrites(
  { network, principalId }: Standing,
  node: SharedNode,
  { before, after }: { before: Grant | null; after: Grant | null },
  now: number,
): Write[] {
  const was = toSeat(before);
  const will =
    principalId === network.ownerId ? ownerSeat : toSeat(after !== null && isCurrent(after, now) ? after : null);
  if (will.isMember && !node.memberIds.includes(principalId) && node.memberIds.length >= MEMBERS_MAX) {
    throw new AppError("too_many", "members of a node");
  }
  const list = (path: string, field: string, had: boolean, has: boolean): Write[] => {
    if (!had && !has) return [];
    return [{ kind: has ? "addToList" : "removeFromList", path, field, values: [principalId] }];
  };
  const { nodeId } = node;
  const views = [...new Set([was.view, will.view])].filter((view) => view !== null);
  return [
    ...list(paths.node(nodeId), "memberIds", was.isMember, will.isMember),
    ...list(paths.live(nodeId), "readers", was.isReader, will.isReader),
    ...list(paths.health(nodeId), "managers", was.isManager, will.isManager),
    ...views.flatMap((view) => list(paths.liveView(nodeId, view), "readers", true, view === will.view)),
  ];
}
