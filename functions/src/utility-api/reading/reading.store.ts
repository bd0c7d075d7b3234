import { type Grant, grantSchema } from "@lastmeter/model/grant";
import { type NetworkId, type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import { networkSchema } from "@lastmeter/model/network";
import { nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { type Chunk, parseChunk, parseSlots } from "@lastmeter/model/series";
import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import { FieldPath } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { addEntries } from "./entries.store.ts";
import type { BucketName, EventOfNode, ReadingStore, StoredNode } from "./reading.ts";

const nodeFields = z.pick(nodeSchema, {
  networkId: true,
  ownerId: true,
  name: true,
  role: true,
  channels: true,
  total: true,
  location: true,
  status: true,
});
const nodeMask = Object.keys(nodeFields.shape);
const bytesSchema = z.pipe(
  z.instanceof(Uint8Array),
  z.transform((bytes) => new Uint8Array(bytes)),
);
const bucketSchema = z.object({ d: z.record(z.string(), bytesSchema) });
const eventsSchema = z.object({
  d: z.record(z.string(), z.object({ c: z.string(), v: z.union([z.string(), z.number(), z.boolean()]) })),
});
const locationFields = z.pick(networkSchema, { location: true });

/** What did not fit the day is of impossible times: `<day>~x…`. */
const isOfDay = ({ id }: DocumentSnapshot) => !id.includes("~x");

export function createReadingStore(db: Firestore): ReadingStore {
  const readEach = async (documents: readonly string[], fieldMask?: string[]): Promise<DocumentSnapshot[]> => {
    if (documents.length === 0) return [];
    const references = documents.map((path) => db.doc(path));
    return db.getAll(...references, ...(fieldMask ? [{ fieldMask }] : []));
  };
  return {
    async readNodes(nodeIds, principalId) {
      const [nodes, grants] = await Promise.all([
        readEach(nodeIds.map(paths.node), nodeMask),
        readEach(nodeIds.map((nodeId) => paths.nodeGrant(nodeId, principalId))),
      ]);
      return nodeIds.map((nodeId, at) => toStoredNode(nodeId, nodes[at], toGrant(grants[at])));
    },
    async readLent(principalId, { after, max }) {
      const { docs } = await db
        .collectionGroup("grants")
        .where("principalId", "==", principalId)
        .where("nodeId", ">", after)
        .orderBy("nodeId")
        .limit(max)
        .get();
      const grants = docs.map((snapshot) => grantSchema.parse(snapshot.data()));
      const ids = grants.flatMap(({ nodeId }) => nodeId ?? []);
      const nodes = await readEach(ids.map(paths.node), nodeMask);
      return ids.map((nodeId, at) => ({ nodeId, node: toStoredNode(nodeId, nodes[at], grants[at] ?? null) }));
    },
    async readLocations(networkIds) {
      const snapshots = await readEach(networkIds.map(paths.network), ["location"]);
      return new Map(
        networkIds.map((networkId, at): [NetworkId, Location | null] => [
          networkId,
          locationFields.safeParse(snapshots[at]?.data()).data?.location ?? null,
        ]),
      );
    },
    async readSlots(buckets) {
      const snapshots = await readEach(buckets.map(toBucketPath));
      return snapshots.map((snapshot) => (snapshot.exists ? parseSlots(bucketSchema.parse(snapshot.data()).d) : []));
    },
    async readChunks({ nodeId, view, id: day }) {
      const of = view === null ? paths.buckets(nodeId, "raw") : paths.viewBuckets(nodeId, view, "raw");
      const { docs } = await db
        .collection(of)
        .where(FieldPath.documentId(), ">=", day)
        .where(FieldPath.documentId(), "<=", `${day}~~`)
        .get();
      const chunks = docs.filter(isOfDay).flatMap((snapshot) => Object.values(bucketSchema.parse(snapshot.data()).d));
      return chunks.map(parseChunk).filter((chunk): chunk is Chunk => chunk !== null);
    },
    async readEvents(nodeId, view, days) {
      const toPath = (day: string) => (view === null ? paths.events(nodeId, day) : paths.viewEvents(nodeId, view, day));
      const snapshots = await readEach(days.map(toPath));
      return snapshots.flatMap((snapshot) => (snapshot.exists ? toEvents(eventsSchema.parse(snapshot.data()).d) : []));
    },
    addEntries: (entries) => addEntries(db, entries),
  };
}

function toBucketPath({ nodeId, view, resolution, id }: BucketName): string {
  return view === null ? paths.bucket(nodeId, resolution, id) : paths.viewBucket(nodeId, view, resolution, id);
}

function toGrant(snapshot: DocumentSnapshot | undefined): Grant | null {
  return snapshot?.exists ? grantSchema.parse(snapshot.data()) : null;
}

function toStoredNode(nodeId: NodeId, snapshot: DocumentSnapshot | undefined, grant: Grant | null): StoredNode | null {
  if (!snapshot?.exists) return null;
  return { nodeId: nodeIdSchema.parse(nodeId), ...nodeFields.parse(snapshot.data()), grant };
}

/** Under `d` by `<at>_<sequence>_<ix>`. */
function toEvents(d: z.infer<typeof eventsSchema>["d"]): EventOfNode[] {
  return Object.entries(d).map(([key, { c, v }]) => {
    const [at = 0, sequence = 0] = key.split("_").map(Number);
    return { at, sequence, channel: c, value: v };
  });
}
