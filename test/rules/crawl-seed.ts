import { type Grant, isCoarseEnough } from "@lastmeter/model/grant";
import { type Resolution, resolutions } from "@lastmeter/model/time";
import {
  networkId,
  nodeId,
  otherNetworkId,
  otherNodeId,
  otherViewId,
  ownerUid,
  secondNodeId,
  toGrant,
  viewId,
} from "./roles.ts";

/** What a document of the crawled database would reveal: fields of the document itself, so that queries can ask for them. */
export type Stamp =
  | {
      readonly reveals: "samples";
      readonly of: string;
      readonly finest: Resolution;
      /** Empty: all. */
      readonly channels: readonly string[];
      /** The first local day in it. */
      readonly day: string;
    }
  | { readonly reveals: "node" | "affairs"; readonly of: string }
  /** Who else has what. */
  | { readonly reveals: "grant"; readonly of: string; readonly principalId: string }
  | { readonly reveals: "secret"; readonly of: string };

export const today = "2026-06-20";
/** Of a node each: the first day of what is stored, and where the second bucket of each resolution begins. */
const bucketIds: Record<Resolution, readonly string[]> = {
  raw: ["2026-05-31", "2026-06-01", "2026-06-15", today],
  quarter: ["2026-05-31", "2026-06-01", "2026-06-15", today],
  hour: ["2026-05-31", "2026-06-01", "2026-06-15", today],
  day: ["2026-05", "2026-06"],
  month: ["2025", "2026"],
};
const toDay = (bucketId: string) => `${bucketId}-01-01`.slice(0, 10);
/** Views of a node, with the channels they copy. */
export const views = { [viewId]: ["power"], [otherViewId]: ["voltage"] } as const;

function samples(of: string, under: string, channels: readonly string[]): [string, Stamp][] {
  const stamp = (finest: Resolution, day: string): Stamp => ({ reveals: "samples", of, finest, channels, day });
  return [
    ...resolutions.flatMap((finest) =>
      bucketIds[finest].map((id): [string, Stamp] => [
        `${under}/series/${finest}/buckets/${id}`,
        stamp(finest, toDay(id)),
      ]),
    ),
    ...bucketIds.raw.map((day): [string, Stamp] => [`${under}/events/${day}`, stamp("raw", day)]),
  ];
}

function ofNode(of: string): [string, Stamp][] {
  const node = `nodes/${of}`;
  const live: Stamp = { reveals: "samples", of, finest: "raw", channels: [], day: today };
  return [
    [node, { reveals: "node", of }],
    [`live/${of}`, live],
    [`health/${of}`, { reveals: "affairs", of }],
    [`${node}/repairs/one`, { reveals: "affairs", of }],
    [`${node}/configuration/desired`, { reveals: "affairs", of }],
    ...samples(of, node, []),
    ...Object.entries(views).flatMap(([id, channels]): [string, Stamp][] => [
      [`live/${of}~${id}`, { ...live, channels }],
      ...samples(of, `${node}/views/${id}`, channels),
    ]),
  ];
}

function ofNetwork(of: string): [string, Stamp][] {
  const names = [
    "config",
    "configuration",
    "deadLetters",
    "accessLog",
    "alarms",
    "rules",
    "tariffs",
    "gateway",
    "invitations",
    "commands",
  ];
  const secrets = ["state"];
  return [
    [`networks/${of}`, { reveals: "affairs", of }],
    ...names.map((name): [string, Stamp] => [`networks/${of}/${name}/one`, { reveals: "affairs", of }]),
    ...secrets.map((name): [string, Stamp] => [`networks/${of}/${name}/one`, { reveals: "secret", of }]),
    [`networkKeys/${of}`, { reveals: "secret", of }],
    [`networks/${of}/watch/somebody`, { reveals: "secret", of }],
  ];
}

export interface Grantee {
  readonly uid: string;
  /** By path of node or network. */
  readonly grants: Readonly<Record<string, Partial<Grant>>>;
}

/** Lists and grants as the server keeps them, and a stamp in each document. */
export function toCrawlSeed(grantees: readonly Grantee[]): Map<string, object> {
  const grants = grantees.flatMap(({ uid, grants }) =>
    Object.entries(grants).map(([of, terms]) => ({
      path: `${of}/grants/${uid}`,
      of,
      uid,
      grant: toGrant(of, uid, terms),
    })),
  );
  const listed = (of: string, isIn: (grant: Grant) => boolean) =>
    grants.filter((one) => one.of === `nodes/${of}` && isIn(one.grant)).map(({ uid }) => uid);
  const toLists = (path: string) => {
    const [collection, id = ""] = path.split("/");
    const [of = "", view = null] = id.split("~");
    const owner = of === nodeId || of === secondNodeId || of === networkId ? ownerUid : "otherOwner";
    if (path.split("/").length !== 2) return {};
    if (collection === "nodes") return { ownerId: owner, memberIds: [owner, ...listed(of, () => true)] };
    if (collection === "networks") return { ownerId: owner };
    if (collection === "health") return { managers: [owner, ...listed(of, ({ role }) => role === "admin")] };
    if (collection !== "live") return {};
    const isReader = (grant: Grant) => grant.resolution === "raw" && grant.view === view;
    return { readers: [...(view === null ? [owner] : []), ...listed(of, isReader)] };
  };
  const stamped = [
    ...[nodeId, secondNodeId, otherNodeId].flatMap(ofNode),
    ...[networkId, otherNetworkId].flatMap(ofNetwork),
  ].map(([path, stamp]): [string, object] => [path, { v: 1, networkId, ...toLists(path), ...stamp }]);
  const lent = grants.map(({ path, of, uid, grant }): [string, object] => [
    path,
    { ...grant, reveals: "grant", of: of.split("/")[1] ?? "", principalId: uid },
  ]);
  return new Map([...stamped, ...lent]);
}

/** Whether what was found goes beyond what was granted: the same promise once more, in words of its own. */
export function isBeyond({ uid, grants }: Grantee, stamp: Stamp): boolean {
  const network = stamp.of === nodeId || stamp.of === secondNodeId ? networkId : otherNetworkId;
  const grant = grants[`nodes/${stamp.of}`];
  const ofNetwork = grants[`networks/${stamp.of}`] ?? grants[`networks/${network}`];
  const administers = grant?.role === "admin" || ofNetwork?.role === "admin";
  switch (stamp.reveals) {
    case "secret":
      return true;
    case "node":
      return grant === undefined;
    case "affairs":
      return stamp.of === networkId || stamp.of === otherNetworkId ? ofNetwork?.role !== "admin" : !administers;
    case "grant":
      return stamp.principalId !== uid && !administers;
    case "samples": {
      if (grant === undefined) return true;
      const { resolution = "raw", channels = null, historyFrom = null } = grant;
      const isOther =
        channels !== null && !(stamp.channels.length > 0 && stamp.channels.every((one) => channels.includes(one)));
      return !isCoarseEnough(stamp.finest, resolution) || isOther || (historyFrom !== null && stamp.day < historyFrom);
    }
  }
}
