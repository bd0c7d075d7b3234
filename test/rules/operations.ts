import { type Kind, toPath } from "./documents.ts";
import type { Ask, Filter } from "./project.ts";
import { otherOwnerUid, ownerUid } from "./roles.ts";

/** What somebody with this uid asks of a kind of document. */
type Operation = (kind: Kind, uid: string) => Ask;

const toCollection = (kind: Kind, uid: string) => kind.collection.replaceAll("{uid}", uid);
const toGroup = ({ collection }: Kind) => collection.slice(collection.lastIndexOf("/") + 1);
const mine = ({ filter }: Kind, uid: string): Filter =>
  filter ? { ...filter, value: uid } : { field: "v", op: "==", value: 1 };
/** What an attacker would ask for: the owner's; and the owner himself: somebody else's. */
const anothers = ({ filter }: Kind, uid: string): Filter =>
  filter ? { ...filter, value: uid === ownerUid ? otherOwnerUid : ownerUid } : { field: "v", op: ">", value: 0 };
const list = (kind: Kind, uid: string) => ({ act: "list", collection: toCollection(kind, uid) }) as const;
const group = (kind: Kind) => ({ act: "list", collection: toGroup(kind), group: true }) as const;
const write = (act: "create" | "update" | "delete") => (kind: Kind, uid: string) =>
  ({ act, path: toPath(kind, uid), data: kind.toData?.() ?? kind.data }) as const;

export const operations = {
  get: (kind, uid) => ({ act: "get", path: toPath(kind, uid) }),
  list,
  "list where mine": (kind, uid) => ({ ...list(kind, uid), where: mine(kind, uid) }),
  "list where another's": (kind, uid) => ({ ...list(kind, uid), where: anothers(kind, uid) }),
  "list orderBy": (kind, uid) => ({ ...list(kind, uid), orderBy: "__name__" }),
  "list limit": (kind, uid) => ({ ...list(kind, uid), limit: 1 }),
  "list where mine, orderBy, limit": (kind, uid) => ({
    ...list(kind, uid),
    where: mine(kind, uid),
    orderBy: "__name__",
    limit: 5,
  }),
  count: (kind, uid) => ({ ...list(kind, uid), act: "count" }),
  "count where mine": (kind, uid) => ({ ...list(kind, uid), act: "count", where: mine(kind, uid) }),
  collectionGroup: group,
  "collectionGroup where mine": (kind, uid) => ({ ...group(kind), where: mine(kind, uid) }),
  "collectionGroup where another's": (kind, uid) => ({ ...group(kind), where: anothers(kind, uid) }),
  "count of collectionGroup": (kind) => ({ ...group(kind), act: "count" }),
  "count of collectionGroup where mine": (kind, uid) => ({ ...group(kind), act: "count", where: mine(kind, uid) }),
  create: write("create"),
  update: write("update"),
  delete: write("delete"),
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
const operationNames = Object.keys(operations) as OperationName[];
const few: readonly OperationName[] = ["get", "list where mine", "create", "delete"];

/** What is asked of a kind. */
export function operationsOf(kind: Kind): readonly OperationName[] {
  if (kind.only === "get") return ["get"];
  if (kind.only === "put") return ["create", "update"];
  if (kind.only === "query") return ["list where mine"];
  return kind.only === "few" ? few : operationNames;
}

/** Of one collection whose path alone decides. */
export const lists = operationNames.filter(
  (name) => name.startsWith("list") || name === "count" || name === "count where mine",
);
