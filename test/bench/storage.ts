import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolutions } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { root } from "../stack/stack.ts";
import { toDocumentBytes, toIndexBytes } from "./document-size.ts";
import type { Figure } from "./figure.ts";
import { openTrafficBench, simulateIdleDay, type Traffic } from "./traffic.ts";

const BYTES_PER_READING_MAX = 12;

const indexesSchema = z.object({
  fieldOverrides: z.array(
    z.object({ collectionGroup: z.string(), fieldPath: z.string(), indexes: z.array(z.unknown()) }),
  ),
});

export interface StoredBytes {
  readonly documents: number;
  /** By resolution, and `events`. */
  readonly byKind: ReadonlyMap<string, number>;
  readonly bytes: number;
  /** Of the automatic indexes, which are stored beside the documents. */
  readonly indexBytes: number;
}

/** Bytes stored for each reading of four values over one day of 20 nodes, roll-ups counted. */
export async function measureStorage(): Promise<Figure[]> {
  const day = await simulateIdleDay(20);
  const { bytes, indexBytes, byKind, documents } = await weighSeries(day);
  const unit = "bytes per reading";
  const per = (count: number) => count / day.readings;
  const parts = [...byKind].map(([kind, count]) => `${kind} ${per(count).toFixed(2)}`).join(", ");
  return [
    { name: "documents", value: per(bytes), unit, atMost: BYTES_PER_READING_MAX, note: parts },
    { name: "with the automatic indexes", value: per(bytes + indexBytes), unit, atMost: BYTES_PER_READING_MAX },
    { name: "documents of a node's day", value: documents / day.nodes, unit: "documents" },
  ];
}

/** Weighs every series and events document of a network's nodes. */
export async function weighSeries({ networkId }: Traffic): Promise<StoredBytes> {
  const { db } = openTrafficBench().bench;
  const nodes = await db.collection("nodes").where("networkId", "==", networkId).get();
  const byKind = new Map<string, number>();
  let [documents, bytes, indexBytes] = [0, 0, 0];
  for (const node of nodes.docs) {
    const series = resolutions.map((resolution) => [resolution, `series/${resolution}/buckets`] as const);
    for (const [kind, collection] of [...series, ["events", "events"] as const]) {
      const exempt = readExempt(kind === "events" ? "events" : "buckets");
      for (const doc of (await db.collection(`${node.ref.path}/${collection}`).get()).docs) {
        const own = toDocumentBytes(doc.ref.path, doc.data());
        byKind.set(kind, (byKind.get(kind) ?? 0) + own);
        documents += 1;
        bytes += own;
        indexBytes += toIndexBytes(doc.ref.path, doc.data(), exempt);
      }
    }
  }
  return { documents, byKind, bytes, indexBytes };
}

function readExempt(collectionGroup: string): string[] {
  const text = readFileSync(join(root, "firestore.indexes.json"), "utf8");
  return indexesSchema
    .parse(JSON.parse(text))
    .fieldOverrides.filter((each) => each.collectionGroup === collectionGroup && each.indexes.length === 0)
    .map(({ fieldPath }) => fieldPath);
}
