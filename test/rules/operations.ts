import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  documentId,
  type Firestore,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  orderBy,
  type Query,
  query,
  setDoc,
  updateDoc,
  where,
} from "firebase/firestore";
import { type Kind, toCollection, toGroup, toPath, watchNow } from "./documents.ts";
import { ownerUid } from "./roles.ts";

export interface Attempt {
  readonly db: Firestore;
  readonly kind: Kind;
  /** The uid of whoever knocks, or any text where nobody is signed in. */
  readonly uid: string;
}

/** The documents that came back, where the operation returns some. */
type Returned = readonly { readonly path: string; readonly data: object }[];
type Operation = (attempt: Attempt) => Promise<Returned>;

const everything = ({ db, kind, uid }: Attempt): Query => collection(db, toCollection(kind, uid));
const group = ({ db, kind }: Attempt): Query => collectionGroup(db, toGroup(kind));
const own = ({ kind, uid }: Attempt) =>
  kind.filter ? where(kind.filter.field, kind.filter.op, uid) : where("v", "==", 1);
/** What an attacker would ask for: the owner's; and the owner himself: somebody else's. */
const another = ({ kind, uid }: Attempt) =>
  kind.filter
    ? where(kind.filter.field, kind.filter.op, uid === ownerUid ? "other-owner" : ownerUid)
    : where("v", ">", 0);

async function list(source: Query): Promise<Returned> {
  const found = await getDocs(source);
  return found.docs.map((one) => ({ path: one.ref.path, data: one.data() }));
}
async function count(source: Query): Promise<Returned> {
  await getCountFromServer(source);
  return [];
}
const nothing = () => [];
const newData = (kind: Kind) => (kind.collection.endsWith("/watch") ? watchNow() : kind.data);
/** A document that is not there yet, but for kinds whose id is the uid. */
const newPath = ({ kind, uid }: Attempt) => toPath(kind, uid, kind.id === "{uid}" ? kind.id : `${kind.id}-new`);

export const operations = {
  get: ({ db, kind, uid }) =>
    getDoc(doc(db, toPath(kind, uid))).then((one) => (one.exists() ? [{ path: one.ref.path, data: one.data() }] : [])),
  list: (attempt) => list(everything(attempt)),
  "list where mine": (attempt) => list(query(everything(attempt), own(attempt))),
  "list where another's": (attempt) => list(query(everything(attempt), another(attempt))),
  "list orderBy": (attempt) => list(query(everything(attempt), orderBy(documentId()))),
  "list limit": (attempt) => list(query(everything(attempt), limit(1))),
  "list where mine, orderBy, limit": (attempt) =>
    list(query(everything(attempt), own(attempt), orderBy(documentId()), limit(5))),
  count: (attempt) => count(everything(attempt)),
  "count where mine": (attempt) => count(query(everything(attempt), own(attempt))),
  collectionGroup: (attempt) => list(group(attempt)),
  "collectionGroup where mine": (attempt) => list(query(group(attempt), own(attempt))),
  "count of collectionGroup": (attempt) => count(group(attempt)),
  create: (attempt) => setDoc(doc(attempt.db, newPath(attempt)), newData(attempt.kind)).then(nothing),
  update: ({ db, kind, uid }) => updateDoc(doc(db, toPath(kind, uid)), { ...newData(kind) }).then(nothing),
  delete: ({ db, kind, uid }) => deleteDoc(doc(db, toPath(kind, uid))).then(nothing),
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as OperationName[];
export const isWrite = (name: OperationName) => name === "create" || name === "update" || name === "delete";

/** What the rules said; any other trouble is thrown. */
export async function attemptTo(
  work: () => Promise<Returned>,
): Promise<{ verdict: "allowed" | "denied"; returned: Returned }> {
  try {
    return { verdict: "allowed", returned: await work() };
  } catch (error) {
    if (isDenial(error)) return { verdict: "denied", returned: [] };
    throw error;
  }
}

/** By its code: the testing library brings its own copy of the error's class. */
const isDenial = (error: unknown) => error instanceof Error && "code" in error && error.code === "permission-denied";
