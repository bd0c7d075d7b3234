import { bystander, kindNames, kindOf, toPath, uidOf } from "./documents.ts";
import {
  linkEpoch,
  networkId,
  otherNetworkId,
  otherNodeId,
  otherOwnerUid,
  ownerUid,
  roleNames,
  roleOf,
  secondNodeId,
  toGrant,
} from "./roles.ts";

/** Documents of somebody else, which no query of the first home may return. */
const foreignDocuments: Record<string, object> = {
  "clients/foreign": { v: 1, name: "Another", managers: ["anotherAdmin"] },
  [`networks/${otherNetworkId}`]: { v: 1, ownerId: otherOwnerUid, linkEpoch, name: "Elsewhere" },
  [`nodes/${otherNodeId}`]: { v: 1, ownerId: otherOwnerUid, memberIds: [otherOwnerUid], networkId: otherNetworkId },
  [`live/${otherNodeId}`]: { networkId: otherNetworkId, readers: [otherOwnerUid], d: null },
  [`health/${otherNodeId}`]: { v: 1, networkId: otherNetworkId, managers: [otherOwnerUid], health: {} },
  [`nodes/${otherNodeId}/grants/${bystander}`]: toGrant(`nodes/${otherNodeId}`, bystander),
};
export const isForeign = (path: string) => path in foreignDocuments;

/** The whole database of the matrix. */
export function toSeed(): Map<string, object> {
  const documents = new Map<string, object>(Object.entries(foreignDocuments));
  documents.set(`nodes/${secondNodeId}`, { v: 1, ownerId: ownerUid, memberIds: [ownerUid], networkId, name: "Oven" });
  for (const name of roleNames) {
    const { uid, grants = {} } = roleOf(name);
    if (uid === null) continue;
    for (const [of, terms] of Object.entries(grants)) documents.set(`${of}/grants/${uid}`, toGrant(of, uid, terms));
  }
  for (const kind of kindNames.map(kindOf)) {
    if (kind.ofGrants || kind.only === "put" || kind.only === "query") continue;
    for (const name of roleNames) documents.set(toPath(kind, uidOf(name)), toOwn(kind.data, uidOf(name)));
  }
  return documents;
}

/** The data of a kind of document as it is of `uid`. */
function toOwn(data: object, uid: string): object {
  const own = Object.entries(data).map(([field, value]) => [field, value === "{uid}" ? uid : value]);
  return Object.fromEntries(own);
}
