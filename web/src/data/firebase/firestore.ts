import {
  Bytes,
  collection,
  collectionGroup,
  connectFirestoreEmulator,
  deleteDoc,
  disableNetwork,
  doc,
  enableNetwork,
  type Firestore,
  type FirestoreError,
  getDoc,
  getDocs,
  initializeFirestore,
  limit,
  memoryLocalCache,
  onSnapshot,
  orderBy,
  query,
  setDoc,
  startAfter,
  Timestamp,
  terminate,
  where,
} from "firebase/firestore";
import type { Listener, PageSpec, QuerySpec } from "../query.ts";
import { openApp } from "./app.ts";
import type { FirebaseConfig } from "./config.ts";

let firestore: Firestore | null = null;
let reconnecting: Promise<void> | null = null;

async function reconnect(opened: Firestore): Promise<void> {
  try {
    await disableNetwork(opened);
    await enableNetwork(opened);
  } finally {
    reconnecting = null;
  }
}

/** Memory cache only: what is shown without a network is our own snapshot (Safari's persistence gets stuck). */
export function openFirestore(config: FirebaseConfig) {
  if (!firestore) {
    firestore = initializeFirestore(openApp(config), { localCache: memoryLocalCache() });
    if (config.emulators) connectFirestoreEmulator(firestore, config.emulators.host, config.emulators.firestorePort);
  }
  const opened = firestore;
  return {
    listen: (spec: QuerySpec, listener: Listener) => listen(opened, spec, listener),
    /** The document's fields from the server, or null where there is none. */
    read: async (path: string): Promise<unknown> => {
      const found = await getDoc(doc(opened, path));
      return found.exists() ? toPlain(found.data()) : null;
    },
    readPage: (spec: PageSpec) => readPage(opened, spec),
    write: (path: string, fields: Record<string, unknown>, merge = false) =>
      setDoc(doc(opened, path), fields, { merge }),
    remove: (path: string) => deleteDoc(doc(opened, path)),
    /** Drops the connection and makes a new one: after sleep a phone may hold a dead socket for minutes. */
    reconnect: (): Promise<void> => {
      reconnecting ??= reconnect(opened);
      return reconnecting;
    },
    close: () => terminate(opened),
  };
}
export type FirestoreClient = ReturnType<typeof openFirestore>;

function listen(opened: Firestore, spec: QuerySpec, listener: Listener): () => void {
  const options = { includeMetadataChanges: true };
  const fail = (error: FirestoreError) => listener.error(error.code);
  if (spec.where === null) {
    return onSnapshot(
      doc(opened, spec.path),
      options,
      (snapshot) => {
        const fields = snapshot.exists() ? toPlain(snapshot.data()) : null;
        listener.next([{ id: snapshot.id, fields }], snapshot.metadata.fromCache);
      },
      fail,
    );
  }
  const { field, op, value } = spec.where;
  return onSnapshot(
    query(
      spec.group ? collectionGroup(opened, spec.path) : collection(opened, spec.path),
      where(field, op, value),
      ...(spec.newest ? [orderBy(spec.newest.field, "desc"), limit(spec.newest.size)] : []),
    ),
    options,
    (snapshot) => {
      const changes = snapshot.docChanges().map((change) => ({
        id: spec.group ? change.doc.ref.path : change.doc.id,
        fields: change.type === "removed" ? null : toPlain(change.doc.data()),
      }));
      listener.next(changes, snapshot.metadata.fromCache);
    },
    fail,
  );
}

/** One page of a collection, newest first. */
async function readPage(opened: Firestore, spec: PageSpec): Promise<{ id: string; fields: unknown }[]> {
  const source = query(
    collection(opened, spec.path),
    ...spec.where.map(({ field, op, value }) => where(field, op, value)),
    orderBy(spec.newest, "desc"),
    limit(spec.size),
    ...(spec.before === null ? [] : [startAfter(spec.before)]),
  );
  const found = await getDocs(source);
  return found.docs.map((each) => ({ id: each.id, fields: toPlain(each.data()) }));
}

/** Firestore's own classes become what the model's schemas know: bytes and milliseconds. */
function toPlain(value: unknown): unknown {
  if (value instanceof Bytes) return value.toUint8Array();
  if (value instanceof Timestamp) return value.toMillis();
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]));
}
