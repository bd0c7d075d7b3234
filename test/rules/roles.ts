import type { RulesTestEnvironment, TokenOptions } from "@firebase/rules-unit-testing";
import type { Grant } from "@lastmeter/model/grant";
import type { Firestore } from "firebase/firestore";
import { toFirestore } from "./environment.ts";
import type { Caller } from "./project.ts";

export const networkId = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
export const otherNetworkId = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
export const nodeId = "aaaaaaaaaaaaaaaaaaaaaa";
/** Of the same network. */
export const secondNodeId = "cccccccccccccccccccccc";
export const otherNodeId = "bbbbbbbbbbbbbbbbbbbbbb";
export const viewId = "vvvvvvvvvvvvvvvvvvvvvv";
export const otherViewId = "wwwwwwwwwwwwwwwwwwwwww";
export const ownerUid = "owner";
export const otherOwnerUid = "otherOwner";
export const providerAdminUid = "providerAdmin";
/** The network's `linkEpoch` in the seed. */
export const linkEpoch = 3;
/** First day that those with a limited history may read: the first of a month and of a year, so that all bounds are met exactly. */
export const historyFrom = "2026-01-01";

const signedIn = (provider: "password" | "anonymous" | "custom", claims: object = {}): TokenOptions => ({
  ...claims,
  firebase: { sign_in_provider: provider, identities: {} },
});
const gateway = (claims: object): TokenOptions =>
  signedIn("custom", { role: "gateway", networkId, epoch: linkEpoch, ...claims });

type Terms = Partial<Grant>;
interface Role {
  readonly uid: string | null;
  readonly token: TokenOptions;
  /** What the seed holds for them: of the node, of its network, of other nodes and networks. */
  readonly grants?: Readonly<Record<`nodes/${string}` | `networks/${string}`, Terms>>;
}

const HOUR_MS = 3_600_000;
const startedAt = Date.now();
const person = (uid: string, grants: Role["grants"] = {}): Role => ({ uid, token: signedIn("password"), grants });
const node = `nodes/${nodeId}` as const;
const network = `networks/${networkId}` as const;
const ofNode = (uid: string, terms: Terms) => person(uid, { [node]: terms });
/** A grant of the network, and the copy the server makes of it. */
const ofNetwork = (uid: string, terms: Terms) =>
  person(uid, { [network]: terms, [node]: { ...terms, source: "network" } });

const raw = { resolution: "raw" } as const;
const view = { channels: ["power"], view: viewId };
const past = { from: startedAt - 2 * HOUR_MS, until: startedAt - HOUR_MS };
const future = { from: startedAt + 24 * HOUR_MS, until: null };

/** A grant as the server writes it; without terms: a viewer of everything, now and for good. */
export function toGrant(path: string, principalId: string, terms: Terms = {}): Grant {
  const [kind, id = ""] = path.split("/");
  return {
    v: 1,
    principalId,
    principal: principalId.startsWith("c~") ? "client" : "user",
    label: `${principalId}@example.org`,
    networkId: (id === otherNetworkId || id === otherNodeId ? otherNetworkId : networkId) as Grant["networkId"],
    nodeId: (kind === "nodes" ? id : null) as Grant["nodeId"],
    source: kind === "nodes" ? "node" : "network",
    role: "viewer",
    resolution: "raw",
    channels: null,
    view: null,
    from: startedAt - HOUR_MS,
    until: null,
    historyFrom: null,
    purpose: "",
    by: ownerUid,
    at: startedAt - HOUR_MS,
    networkName: "Home",
    timeZone: "Europe/Zurich",
    ownerLabel: "owner@example.org",
    lastOpenedAt: null,
    dueAt: null,
    ...terms,
  };
}

/** Everybody who may knock, honest or not. `uid` null: not signed in. */
export const roles = {
  owner: person(ownerUid),
  "owner of another network": person(otherOwnerUid),
  stranger: person("stranger"),
  "raw viewer": ofNode("rawViewer", { ...raw, until: startedAt + 24 * HOUR_MS }),
  "quarter viewer": ofNode("quarterViewer", { resolution: "quarter" }),
  "hour viewer": ofNode("hourViewer", { resolution: "hour" }),
  "day viewer": ofNode("dayViewer", { resolution: "day" }),
  "month viewer": ofNode("monthViewer", { resolution: "month" }),
  "raw viewer of a view": ofNode("rawViewViewer", { ...raw, ...view }),
  "hour viewer of a view": ofNode("hourViewViewer", { resolution: "hour", ...view }),
  "raw viewer of another view": ofNode("otherViewViewer", { ...raw, channels: ["voltage"], view: otherViewId }),
  "raw viewer since a day": ofNode("rawSinceViewer", { ...raw, historyFrom }),
  "hour viewer since a day": ofNode("hourSinceViewer", { resolution: "hour", historyFrom }),
  "raw viewer since the middle of a month": ofNode("rawMiddleViewer", { ...raw, historyFrom: "2026-01-15" }),
  "raw viewer of a view since a day": ofNode("viewSinceViewer", { ...raw, ...view, historyFrom }),
  operator: ofNode("operator", { ...raw, role: "operator" }),
  "administrator of the node": ofNode("nodeAdmin", { ...raw, role: "admin" }),
  "member of the network": ofNetwork("member", raw),
  "administrator of the network": ofNetwork("networkAdmin", { ...raw, role: "admin" }),
  "administrator whose time is over": ofNetwork("formerAdmin", { ...raw, role: "admin", ...past }),
  "administrator whose time comes": ofNetwork("futureAdmin", { ...raw, role: "admin", ...future }),
  "administrator of another network": person("adminElsewhere", {
    [`networks/${otherNetworkId}`]: { role: "admin" },
    [`nodes/${otherNodeId}`]: { role: "admin", source: "network" },
  }),
  "administrator of another node": person("adminNextDoor", { [`nodes/${secondNodeId}`]: { ...raw, role: "admin" } }),
  "raw viewer whose time is over": ofNode("expiredViewer", { ...raw, ...past }),
  "raw viewer whose time comes": ofNode("futureViewer", { ...raw, ...future }),
  "raw viewer of a view whose time is over": ofNode("expiredViewViewer", { ...raw, ...view, ...past }),
  "somebody whose grant was revoked": person("revoked"),
  "somebody invited whose e-mail is not verified": {
    uid: "invited",
    token: { ...signedIn("password"), email: "invited@example.org", email_verified: false },
  },
  "administrator of a provider": person(providerAdminUid),
  "operator of the platform": { uid: "platformOperator", token: signedIn("password", { operator: true }) },
  "person with the operator's claim as text": {
    uid: "textOperator",
    token: signedIn("password", { operator: "true" }),
  },
  "anonymous session with the operator's claim": {
    uid: "anonymousOperator",
    token: signedIn("anonymous", { operator: true }),
  },
  "anonymous session with the uid of a provider's administrator": {
    uid: providerAdminUid,
    token: signedIn("anonymous"),
  },
  "client's id as a uid": {
    uid: "c~client01",
    token: signedIn("custom"),
    grants: { [node]: { ...raw, role: "admin" } },
  },
  "anonymous session with an administrator's uid": { uid: "networkAdmin", token: signedIn("anonymous") },
  "anonymous session with the uid of a view's viewer": { uid: "rawViewViewer", token: signedIn("anonymous") },
  "gateway's claims with an administrator's uid": { uid: "networkAdmin", token: gateway({}) },
  "nobody signed in": { uid: null, token: {} },
  "anonymous session": { uid: "anonymous", token: signedIn("anonymous") },
  "anonymous session with the owner's uid": { uid: ownerUid, token: signedIn("anonymous") },
  gateway: { uid: `gw_${networkId}`, token: gateway({}) },
  "gateway of another network": { uid: `gw_${otherNetworkId}`, token: gateway({ networkId: otherNetworkId }) },
  "gateway with an old epoch": { uid: `gw_${networkId}`, token: gateway({ epoch: linkEpoch - 1 }) },
  "gateway with a later epoch": { uid: `gw_${networkId}`, token: gateway({ epoch: linkEpoch + 1 }) },
  "gateway with its epoch as text": { uid: `gw_${networkId}`, token: gateway({ epoch: String(linkEpoch) }) },
  "gateway without claims": { uid: `gw_${networkId}`, token: signedIn("custom") },
  "gateway of another network that claims this one": { uid: `gw_${otherNetworkId}`, token: gateway({}) },
  "gateway whose claim names another network": {
    uid: `gw_${networkId}`,
    token: gateway({ networkId: otherNetworkId }),
  },
  "gateway's claims with the owner's uid": { uid: ownerUid, token: gateway({}) },
  "person whose claims name another role": { uid: "bridgeClaims", token: gateway({ role: "bridge" }) },
  "gateway's claims but its role": { uid: `gw_${networkId}`, token: gateway({ role: "bridge" }) },
  "stranger with the fields of claims": {
    uid: "forger",
    token: signedIn("password", {
      admin: true,
      owner: true,
      role: "owner",
      ownerId: ownerUid,
      networkId,
      epoch: linkEpoch,
      claims: { role: "gateway", networkId, epoch: linkEpoch },
      roles: ["owner", "gateway"],
    }),
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;
export const roleNames = Object.keys(roles) as RoleName[];
export const roleOf = (name: RoleName): Role => roles[name];

/** Roles that the rules take for people: each may list what is its own, and its own only. */
export const people: readonly RoleName[] = [
  "owner",
  "owner of another network",
  "stranger",
  "raw viewer",
  "quarter viewer",
  "hour viewer",
  "day viewer",
  "month viewer",
  "raw viewer of a view",
  "hour viewer of a view",
  "raw viewer of another view",
  "raw viewer since a day",
  "hour viewer since a day",
  "raw viewer since the middle of a month",
  "raw viewer of a view since a day",
  "operator",
  "administrator of the node",
  "member of the network",
  "administrator of the network",
  "administrator whose time is over",
  "administrator whose time comes",
  "administrator of another network",
  "administrator of another node",
  "raw viewer whose time is over",
  "raw viewer whose time comes",
  "raw viewer of a view whose time is over",
  "somebody whose grant was revoked",
  "somebody invited whose e-mail is not verified",
  "administrator of a provider",
  "operator of the platform",
  "person with the operator's claim as text",
  "stranger with the fields of claims",
  "person whose claims name another role",
];

export function toCaller(name: RoleName): Caller {
  const { uid, token } = roles[name];
  return { uid, claims: token };
}

export function openRole(environment: RulesTestEnvironment, name: RoleName): Firestore {
  const { uid, token } = roles[name];
  return toFirestore(
    uid === null ? environment.unauthenticatedContext() : environment.authenticatedContext(uid, token),
  );
}
