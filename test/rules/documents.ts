import { linkEpoch, networkId, nodeId, otherNetworkId, otherNodeId, otherOwnerUid, ownerUid } from "./roles.ts";

/** A kind of document: the collection, an id that is seeded, and the filter a client would prove itself with. */
export interface Kind {
  /** The uid of whoever knocks stands where `{uid}` is. */
  readonly collection: string;
  readonly id: string;
  readonly data: object;
  /** Field of the filter; `uid` kinds are filtered by a uid, others by schema version. */
  readonly filter?: { readonly field: string; readonly op: "==" | "array-contains" };
}

const plain = { v: 1, d: {} };
const child = (path: string, data: object = plain): Kind => ({ collection: path, id: "seeded", data });
const resolutions = ["raw", "quarter", "hour", "day", "month"] as const;

const network = `networks/${networkId}`;
const node = `nodes/${nodeId}`;

export const watchNow = () => ({ until: Date.now() + 60_000, nodeId });

/** Every kind of document of the database, and some that do not exist. */
const kinds = {
  network: {
    collection: "networks",
    id: networkId,
    data: { v: 1, ownerId: ownerUid, linkEpoch, name: "Home" },
    filter: { field: "ownerId", op: "==" },
  },
  node: {
    collection: "nodes",
    id: nodeId,
    data: { v: 1, ownerId: ownerUid, memberIds: [ownerUid], networkId, name: "Fridge" },
    filter: { field: "memberIds", op: "array-contains" },
  },
  live: {
    collection: "live",
    id: nodeId,
    data: { networkId, readers: [ownerUid], d: null },
    filter: { field: "readers", op: "array-contains" },
  },
  config: child(`${network}/config`),
  deadLetter: child(`${network}/deadLetters`),
  ownWatch: { collection: `${network}/watch`, id: "{uid}", data: watchNow() },
  watchOfAnother: { collection: `${network}/watch`, id: "another", data: watchNow() },
  doorbell: child(`${network}/doorbell`),
  linkState: { collection: `${network}/state`, id: "link", data: plain },
  directory: { collection: `${network}/state`, id: "directory", data: plain },
  shard: { collection: `${network}/state`, id: "1", data: plain },
  networkGrant: { collection: `${network}/grants`, id: "{uid}", data: { v: 1, role: "admin" } },
  command: child(`${network}/commands`),
  rule: child(`${network}/rules`),
  alarm: child(`${network}/alarms`),
  accessLog: child(`${network}/accessLog`),
  unknownOfNetwork: child(`${network}/anything`),
  belowConfig: child(`${network}/config/seeded/config`),
  networkKey: { collection: "networkKeys", id: networkId, data: plain },
  ...Object.fromEntries(resolutions.map((name) => [`${name}Bucket`, child(`${node}/series/${name}/buckets`)])),
  bucketOfUnknownResolution: child(`${node}/series/second/buckets`),
  besideBuckets: child(`${node}/series/raw/anything`),
  belowBucket: child(`${node}/series/raw/buckets/seeded/buckets`),
  belowEvents: child(`${node}/events/seeded/events`),
  seriesItself: { collection: `${node}/series`, id: "raw", data: plain },
  events: child(`${node}/events`),
  repair: child(`${node}/repairs`),
  belowRepair: child(`${node}/repairs/seeded/repairs`),
  nodeGrant: { collection: `${node}/grants`, id: "{uid}", data: { v: 1, role: "viewer" } },
  view: child(`${node}/views`),
  viewSeries: child(`${node}/views/seeded/series/day/buckets`),
  viewEvents: child(`${node}/views/seeded/events`),
  unknownOfNode: child(`${node}/anything`),
  ownProfile: { collection: "users", id: "{uid}", data: { v: 1, displayName: "A person" } },
  profileOfAnother: { collection: "users", id: "another", data: { v: 1, displayName: "Another" } },
  install: child("users/{uid}/installs"),
  dashboard: child("users/{uid}/dashboards"),
  notice: child("users/{uid}/notices"),
  provider: child("providers"),
  tariff: child("providers/seeded/tariffs"),
  client: child("clients"),
  unknown: child("anything"),
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds | `${(typeof resolutions)[number]}Bucket`;
export const kindNames = Object.keys(kinds) as KindName[];
export const kindOf = (name: KindName): Kind => (kinds as Record<string, Kind>)[name] ?? child(name);
export const bucketKinds = resolutions.map((name) => `${name}Bucket` as const);

/** Documents of somebody else, which no query of the first home may return. */
export const foreignDocuments: Record<string, object> = {
  [`networks/${otherNetworkId}`]: { v: 1, ownerId: otherOwnerUid, linkEpoch, name: "Elsewhere" },
  [`nodes/${otherNodeId}`]: { v: 1, ownerId: otherOwnerUid, memberIds: [otherOwnerUid], networkId: otherNetworkId },
  [`live/${otherNodeId}`]: { networkId: otherNetworkId, readers: [otherOwnerUid], d: null },
};

/** Path of a kind's document as `uid` would name it. */
export function toPath(kind: Kind, uid: string, id = kind.id): string {
  return `${kind.collection}/${id}`.replaceAll("{uid}", uid);
}

export const toCollection = (kind: Kind, uid: string) => kind.collection.replaceAll("{uid}", uid);
export const toGroup = (kind: Kind) => kind.collection.slice(kind.collection.lastIndexOf("/") + 1);
