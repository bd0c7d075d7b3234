import { type Grant, isCurrent } from "@lastmeter/model/grant";
import {
  historyFrom,
  linkEpoch,
  networkId,
  nodeId,
  otherNetworkId,
  ownerUid,
  providerAdminUid,
  type RoleName,
  roleNames,
  roleOf,
  secondNodeId,
  toGrant,
  viewId,
} from "./roles.ts";

/** A kind of document: the collection, an id that is seeded, and the filter a client would prove itself with. */
export interface Kind {
  /** The uid of whoever knocks stands where `{uid}` is. */
  readonly collection: string;
  readonly id: string;
  readonly data: object;
  /** What a write puts there, where it is not what is seeded. */
  readonly toData?: () => object;
  /** Field of the filter; `uid` kinds are filtered by a uid, others by schema version. */
  readonly filter?: { readonly field: string; readonly op: "==" | "array-contains" };
  /** `get`: its collection is asked for by another kind. `put`, `query`: what else is tried with another kind's. `few`: closed. */
  readonly only?: "get" | "put" | "query" | "few";
  /** Closed by its neighbours' rules: asked for by those who may do most. */
  readonly isNeighbour?: boolean;
  /** Not seeded for everybody: who has one is said by the roles' grants. */
  readonly ofGrants?: boolean;
}

const plain = { v: 1, d: {} };
const child = (path: string, id = "seeded", data: object = plain): Kind => ({ collection: path, id, data });
const before = (kind: Kind, id: string): Kind => ({ ...kind, id, only: "get" });
const resolutions = ["raw", "quarter", "hour", "day", "month"] as const;
type Resolution = (typeof resolutions)[number];

const network = `networks/${networkId}`;
const node = `nodes/${nodeId}`;
const view = `${node}/views/${viewId}`;
const principalFilter = { field: "principalId", op: "==" } as const;
/** Somebody with a grant who never knocks. */
export const bystander = "bystander";
const grantOfBystander = (of: string): Kind => ({
  collection: `${of}/grants`,
  id: bystander,
  data: toGrant(of, bystander, { role: "admin" }),
  filter: principalFilter,
});
const ownGrant = (of: string): Kind => ({ ...grantOfBystander(of), id: "{uid}", ofGrants: true });

const commandOf = (who: string): Kind => ({
  collection: `${network}/commands`,
  id: who,
  data: { v: 1, networkId, nodeId, who },
  filter: { field: "who", op: "==" },
});

const watch = (collection: string, of: { nodeId?: string } = { nodeId }): Kind => ({
  collection,
  id: "{uid}",
  data: { until: Date.now(), ...of },
  toData: () => ({ until: Date.now() + 60_000, ...of }),
});

/** The first bucket from `historyFrom` on, and the last before it. */
const firstBucket: Record<Resolution, string> = {
  raw: historyFrom,
  quarter: historyFrom,
  hour: historyFrom,
  day: historyFrom.slice(0, 7),
  month: historyFrom.slice(0, 4),
};
const lastBefore: Record<Resolution, string> = {
  raw: "2025-12-31",
  quarter: "2025-12-31",
  hour: "2025-12-31",
  day: "2025-12",
  month: "2025",
};

const buckets = <Prefix extends "" | "view-">(prefix: Prefix, of: string) =>
  Object.fromEntries(
    resolutions.flatMap((name) => {
      const kind = child(`${of}/series/${name}/buckets`, firstBucket[name]);
      return [
        [`${prefix}${name}`, kind],
        [`${prefix}${name}-before`, before(kind, lastBefore[name])],
      ];
    }),
  ) as Record<`${Prefix}${Resolution}${"" | "-before"}`, Kind>;

/** The owner and those whose grant of the node has begun and is of this sort, also where it has just ended and no sweep has run. */
function listed(isOfSort: (grant: Grant) => boolean = () => true): string[] {
  const granted = roleNames.flatMap((name) => {
    const { uid, grants } = roleOf(name);
    const terms = grants?.[`nodes/${nodeId}`];
    if (uid === null || terms === undefined || uid.startsWith("c~")) return [];
    const grant = toGrant(node, uid, terms);
    return grant.from <= Date.now() && isOfSort(grant) ? [uid] : [];
  });
  return [ownerUid, ...granted];
}
/** Those who see live values: here the sweep has run, as nothing else is asked when they are read. */
const readers = (view: string | null) =>
  listed((grant) => grant.resolution === "raw" && grant.view === view && isCurrent(grant, Date.now()));

const lists = {
  memberIds: { field: "memberIds", op: "array-contains" },
  readers: { field: "readers", op: "array-contains" },
  managers: { field: "managers", op: "array-contains" },
  admins: { field: "admins", op: "array-contains" },
} as const;

/** As the server left it. */
export const notice = { v: 1, at: Date.now() - 3_600_000, readAt: null, push: { state: "sent" } };

const plainKinds = {
  network: {
    collection: "networks",
    id: networkId,
    data: { v: 1, ownerId: ownerUid, linkEpoch, name: "Home" },
    filter: { field: "ownerId", op: "==" },
  },
  node: {
    collection: "nodes",
    id: nodeId,
    data: { v: 1, ownerId: ownerUid, memberIds: listed(), networkId, name: "Fridge" },
    filter: lists.memberIds,
  },
  nodeByOwner: {
    collection: "nodes",
    id: nodeId,
    data: {},
    filter: { field: "ownerId", op: "==" },
    only: "query",
  },
  live: {
    collection: "live",
    id: nodeId,
    data: { networkId, readers: readers(null), d: null },
    filter: lists.readers,
  },
  liveView: {
    collection: "live",
    id: `${nodeId}~${viewId}`,
    data: {
      networkId,
      readers: readers(viewId).slice(1),
      d: null,
    },
    filter: lists.readers,
  },
  health: {
    collection: "health",
    id: nodeId,
    data: { v: 1, networkId, managers: listed((grant) => grant.role === "admin"), health: {} },
    filter: lists.managers,
  },
  provider: {
    collection: "providers",
    id: "seeded",
    data: { v: 1, name: "Utility", admins: [providerAdminUid], state: "approved" },
    filter: lists.admins,
  },
  client: {
    collection: "clients",
    id: "seeded",
    data: { v: 1, name: "Billing", managers: [providerAdminUid] },
    filter: lists.managers,
  },
  gatewayStatus: child(`${network}/gateway`, "status"),
  config: child(`${network}/config`),
  networkConfiguration: child(`${network}/configuration`, "desired"),
  nodeConfiguration: child(`${node}/configuration`, "desired"),
  deadLetter: child(`${network}/deadLetters`),
  accessLog: child(`${network}/accessLog`),
  alarm: child(`${network}/alarms`),
  rule: child(`${network}/rules`),
  ruleVersion: child(`${network}/rules/seeded/versions`),
  ruleRun: child(`${network}/rules/seeded/runs`),
  tariff: child(`${network}/tariffs`),
  invitation: child(`${network}/invitations`, "seeded", { v: 1, networkId, email: "invited@example.org" }),
  ownCommand: commandOf("{uid}"),
  commandOfAnother: commandOf(bystander),
  ownNetworkGrant: ownGrant(network),
  networkGrantOfAnother: grantOfBystander(network),
  ownNodeGrant: ownGrant(node),
  nodeGrantOfAnother: grantOfBystander(node),
  ownWatch: watch(`${network}/watch`),
  ownWatchOfNoNode: { ...watch(`${network}/watch`, {}), only: "put" },
  ownWatchOfSecondNode: { ...watch(`${network}/watch`, { nodeId: secondNodeId }), only: "put" },
  ownWatchElsewhere: watch(`networks/${otherNetworkId}/watch`),
  watchOfAnother: { ...watch(`${network}/watch`), id: "another" },
  doorbell: child(`${network}/doorbell`),
  ...buckets("", node),
  ...buckets("view-", view),
  events: child(`${node}/events`, historyFrom),
  "events-before": before(child(`${node}/events`), lastBefore.raw),
  "view-events": child(`${view}/events`, historyFrom),
  "view-events-before": before(child(`${view}/events`), lastBefore.raw),
  repair: child(`${node}/repairs`),
  ownProfile: { collection: "users", id: "{uid}", data: { v: 1, displayName: "A person" } },
  profileOfAnother: { collection: "users", id: "another", data: { v: 1, displayName: "Another" } },
  ownNotice: {
    collection: "users/{uid}/notices",
    id: "seeded",
    data: notice,
    toData: () => ({ ...notice, readAt: Date.now() }),
  },
  ownInstall: child("users/{uid}/installs"),
  installOfAnother: child("users/another/installs"),
  ownSettings: child("users/{uid}/settings", "notices"),
  settingsOfAnother: child("users/another/settings", "notices"),
  noticeOfAnother: {
    collection: "users/another/notices",
    id: "seeded",
    data: notice,
    toData: () => ({ ...notice, readAt: Date.now() }),
  },
  linkState: { collection: `${network}/state`, id: "link", data: plain },
  networkKey: { collection: "networkKeys", id: networkId, data: plain },
  seriesOfUnknownResolution: child(`${node}/series/second/buckets`),
  viewOfUnknownResolution: child(`${view}/series/second/buckets`),
} as const satisfies Record<string, Kind>;

const closed = (collection: string, id = "seeded"): Kind => ({ collection, id, data: plain, only: "few" });

/** Nobody but the server comes near these; some hold what is secret, some do not exist. */
const closedKinds: Record<string, Kind> = Object.fromEntries(
  [
    closed(`${network}/state`, "directory"),
    closed(`${network}/state`, "1"),
    closed(`${node}/series`, "raw"),
    closed(`${node}/views`, viewId),
    closed(`${view}/series`, "day"),
    closed("users/{uid}/dashboards"),
    closed("providers/seeded/tariffs"),
    closed("clients/seeded/usage"),
    closed("clientSecrets"),
    closed("idempotency"),
    closed("anything"),
    ...Object.values(plainKinds).flatMap(toNeighbours),
  ].map((kind) => [`closed ${kind.collection}/${kind.id}`, kind]),
);

/** What a wildcard one step too wide would open: below each document, and with another name for each of its collections. */
function toNeighbours(kind: Kind): Kind[] {
  if (kind.only || kind.ofGrants) return [];
  const segments = kind.collection.split("/");
  const renamed = segments.flatMap((_, at) => (at % 2 === 0 ? [segments.with(at, "anything").join("/")] : []));
  return [
    { ...kind, collection: `${kind.collection}/${kind.id}/below`, id: "seeded", only: "few", isNeighbour: true },
    ...renamed.map((collection) => ({ ...kind, collection, only: "few", isNeighbour: true }) as const),
  ];
}

export type KindName = keyof typeof plainKinds | `closed ${string}`;
const kinds: Readonly<Record<string, Kind>> = { ...plainKinds, ...closedKinds };
export const kindNames = Object.keys(kinds) as KindName[];

export function kindOf(name: KindName): Kind {
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

/** Stands for the uid of somebody who has none. */
export const uidOf = (name: RoleName) => roleOf(name).uid ?? "nobody";

/** Path of a kind's document as `uid` would name it. */
export function toPath(kind: Kind, uid: string): string {
  return `${kind.collection}/${kind.id}`.replaceAll("{uid}", uid);
}
