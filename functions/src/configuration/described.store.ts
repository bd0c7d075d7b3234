import type { NetworkId } from "@lastmeter/model/ids";
import { concatBytes } from "@lastmeter/model/link/bytes";
import { linkLimits } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import type { Described } from "@lastmeter/model/setting";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { createLinkStore } from "../link/link.store.ts";
import { toRecordId } from "../link/record-writes.ts";
import { fromGzip } from "../platform/gzip.ts";
import { type Directory, findNode, type Protocol } from "../protocols/protocol.ts";
import type { Subject } from "./configuration.store.ts";

const partSchema = z.object({ parts: z.int(), d: z.instanceof(Uint8Array) });

/** The payload of a kept message, whole; null where it is gone. */
export async function readPayload(
  db: Firestore,
  networkId: NetworkId,
  topic: string,
  version: number,
): Promise<Uint8Array | null> {
  const read = async (part: number) => {
    const found = await db.doc(paths.configRecord(networkId, await toRecordId(topic, version, part))).get();
    return partSchema.safeParse(found.data()).data ?? null;
  };
  const first = await read(0);
  if (first === null) return null;
  const others = await Promise.all(Array.from({ length: first.parts - 1 }, (_, index) => read(index + 1)));
  const packed = [first, ...others].flatMap((part) => (part === null ? [] : [part.d]));
  if (packed.length !== first.parts) return null;
  return fromGzip(concatBytes(...packed), linkLimits.networkMessageBytes);
}

/** The subject, as its protocol module describes it from what the network says of itself. */
export async function readDescribed(
  db: Firestore,
  { networkId, nodeId }: Subject,
  protocol: Protocol,
): Promise<Described> {
  const directory = await createLinkStore(db).readDirectory(networkId);
  const node = directory && nodeId !== null ? findNode(directory, nodeId) : null;
  if (directory === null || node === undefined || node?.removed) return { settings: [], hasFirmware: false };
  const records = await readRecords(db, directory, protocol.describedBy);
  const hasFirmware = node !== null && (protocol.hasFirmware?.(node, records) ?? false);
  return { settings: [...protocol.toSettings(directory, node, records)], hasFirmware };
}

async function readRecords(db: Firestore, directory: Directory, topics: readonly string[]) {
  const records = new Map<string, unknown>();
  for (const topic of topics) {
    const newest = directory.records[topic];
    const payload = newest && (await readPayload(db, directory.networkId, topic, newest.version));
    if (payload) records.set(topic, JSON.parse(new TextDecoder().decode(payload)));
  }
  return records;
}
