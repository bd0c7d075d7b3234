import type { RulesTestEnvironment, TokenOptions } from "@firebase/rules-unit-testing";
import type { Firestore } from "firebase/firestore";
import { toFirestore } from "./environment.ts";

export const networkId = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
export const otherNetworkId = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
export const nodeId = "aaaaaaaaaaaaaaaaaaaaaa";
export const otherNodeId = "bbbbbbbbbbbbbbbbbbbbbb";
export const ownerUid = "owner";
export const otherOwnerUid = "other-owner";
/** The network's `linkEpoch` in the seed. */
export const linkEpoch = 3;

const signedIn = (provider: "password" | "anonymous" | "custom", claims: object = {}): TokenOptions => ({
  ...claims,
  firebase: { sign_in_provider: provider, identities: {} },
});
const gateway = (claims: object): TokenOptions =>
  signedIn("custom", { role: "gateway", networkId, epoch: linkEpoch, ...claims });

interface Role {
  readonly uid: string | null;
  readonly token: TokenOptions;
}

/** Everybody who may knock, honest or not. `uid` null: not signed in. */
export const roles = {
  owner: { uid: ownerUid, token: signedIn("password") },
  "owner of another network": { uid: otherOwnerUid, token: signedIn("password") },
  stranger: { uid: "stranger", token: signedIn("password") },
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

/** Roles that the rules take for people: each may list what is its own, and its own only. */
export const people: readonly RoleName[] = [
  "owner",
  "owner of another network",
  "stranger",
  "gateway without claims",
  "gateway's claims but its role",
  "stranger with the fields of claims",
];

export function openRole(environment: RulesTestEnvironment, name: RoleName): Firestore {
  const { uid, token } = roles[name];
  return toFirestore(
    uid === null ? environment.unauthenticatedContext() : environment.authenticatedContext(uid, token),
  );
}
