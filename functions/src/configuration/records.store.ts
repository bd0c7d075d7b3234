import { type ConfigurationRequest, recordSchema, type StoredRecord } from "@lastmeter/model/configuration";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { readPayload } from "./described.store.ts";

type RecordsRequest = Extract<ConfigurationRequest, { act: "records" }>;

export interface RecordsStore {
  read(request: RecordsRequest): Promise<{ records: StoredRecord[]; partial: boolean }>;
}

const RECORDS_MAX = 200;
/** Of payloads that one search looks through. */
const SEARCHED_BYTES_MAX = 12 * 1024 * 1024;

export function createRecordsStore(db: Firestore): RecordsStore {
  return {
    async read({ networkId, topic, search }) {
      if (topic !== null) return { records: await readVersions(db, networkId, topic), partial: false };
      const newest = await readNewest(db, networkId);
      return search === "" ? { ...newest } : searchIn(db, networkId, newest.records, search);
    },
  };
}

/** Without the payloads. */
const fields = ["topic", "version", "at", "bytes", "parts", "hash"] as const;

async function readVersions(db: Firestore, networkId: NetworkId, topic: string): Promise<StoredRecord[]> {
  const found = await db
    .collection(paths.config(networkId))
    .where("part", "==", 0)
    .where("topic", "==", topic)
    .select(...fields)
    .get();
  return found.docs
    .map((each) => recordSchema.parse({ ...each.data(), id: each.id }))
    .sort((a, b) => b.version - a.version);
}

/** The newest of each topic, newest first. */
async function readNewest(db: Firestore, networkId: NetworkId): Promise<{ records: StoredRecord[]; partial: boolean }> {
  const found = await db
    .collection(paths.config(networkId))
    .where("part", "==", 0)
    .orderBy("at", "desc")
    .limit(5000)
    .select(...fields)
    .get();
  const byTopic = new Map<string, StoredRecord>();
  for (const each of found.docs) {
    const record = recordSchema.parse({ ...each.data(), id: each.id });
    const known = byTopic.get(record.topic);
    if (known === undefined || record.version > known.version) byTopic.set(record.topic, record);
  }
  return { records: [...byTopic.values()].slice(0, RECORDS_MAX * 2), partial: false };
}

async function searchIn(db: Firestore, networkId: NetworkId, records: readonly StoredRecord[], search: string) {
  const wanted = search.toLowerCase();
  const matches: StoredRecord[] = [];
  let bytes = 0;
  let partial = false;
  for (const record of records) {
    if (record.topic.toLowerCase().includes(wanted)) matches.push(record);
    else if (bytes + record.bytes > SEARCHED_BYTES_MAX) partial = true;
    else {
      bytes += record.bytes;
      const payload = await readPayload(db, networkId, record.topic, record.version);
      if (payload && new TextDecoder().decode(payload).toLowerCase().includes(wanted)) matches.push(record);
    }
  }
  return { records: matches.slice(0, RECORDS_MAX), partial };
}
