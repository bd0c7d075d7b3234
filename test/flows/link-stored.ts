import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { parseChunk } from "@lastmeter/model/series";
import type { CollectionReference, DocumentReference, Firestore } from "firebase-admin/firestore";

/** Every document below a network and of its nodes, with its time of change: two equal lists mean nothing was stored. */
export async function listStored(db: Firestore, networkId: NetworkId): Promise<string[]> {
  const nodes = await db.collection("nodes").where("networkId", "==", networkId).get();
  const roots = [db.doc(paths.network(networkId)), ...nodes.docs.map((node) => node.ref)];
  return (await Promise.all(roots.map(listDocument))).flat().sort();
}

async function listDocument(document: DocumentReference): Promise<string[]> {
  const [snapshot, collections] = await Promise.all([document.get(), document.listCollections()]);
  const below = await Promise.all(collections.map(listCollection));
  return [...(snapshot.exists ? [`${document.path} ${snapshot.updateTime?.toMillis()}`] : []), ...below.flat()];
}

async function listCollection(collection: CollectionReference): Promise<string[]> {
  const documents = await collection.listDocuments();
  return (await Promise.all(documents.map(listDocument))).flat();
}

/** The stored raw values of the plug's power, in watts, in order: one for each message, since message n says n W. */
export async function readPowerW(db: Firestore, networkId: NetworkId): Promise<number[]> {
  const [node] = (await db.collection("nodes").where("networkId", "==", networkId).get()).docs;
  if (node === undefined) return [];
  const ix: unknown = node.get("channels.power.ix");
  const buckets = await node.ref.collection("series/raw/buckets").get();
  const chunks = buckets.docs.flatMap((bucket) => Object.values<unknown>(bucket.get("d") ?? {}));
  return chunks
    .flatMap((bytes) => {
      const chunk = bytes instanceof Uint8Array ? parseChunk(new Uint8Array(bytes)) : null;
      return typeof ix === "number" ? (chunk?.get(ix)?.value ?? []) : [];
    })
    .map((steps) => steps / 10)
    .sort((a, b) => a - b);
}
