import { type ConfigurationRequest, recordSchema, type StoredRecord } from "@lastmeter/model/configuration";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { readPayload } from "./described.store.ts";

type RecordsRequest = Extract<ConfigurationRequest, { act: "records" }>;

/** `partial`: not everything could be looked at. */
interface Found {
  readonly records: StoredRecord[];
  readonly partial: boolean;
}

export interface RecordsStore {
  read(request: RecordsRequest): Promise<Found>;
}

const RECORDS_MAX = 200;
/** Topics listed, and documents looked at for them: a home has some dozens. */
const TOPICS_MAX = 400;
const NEWEST_MAX = 5000;
/** Of payloads that one search looks through. */
const SEARCHED_BYTES_MAX = 12 * 1024 * 1024;

export function createRecordsStore(db: Firestore): RecordsStore {
  return {
    async read({ networkId, topic, search }) {
      if (topic !== null) return { records: await readVersions(db, networkId, topic), partial: false };
      const newest = await readNewest(db, networkId);
      return search === "" ? newest : searchIn(db, networkId, newest, search);
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
async function readNewest(db: Firestore, networkId: NetworkId): Promise<Found> {
  const found = await db
    .collection(paths.config(networkId))
    .where("part", "==", 0)
    .orderBy("at", "desc")
    .limit(NEWEST_MAX)
    .select(...fields)
    .get();
  const byTopic = new Map<string, StoredRecord>();
  for (const each of found.docs) {
    const record = recordSchema.parse({ ...each.data(), id: each.id });
    const known = byTopic.get(record.topic);
    if (known === undefined || record.version > known.version) byTopic.set(record.topic, record);
  }
  const partial = byTopic.size > TOPICS_MAX || found.size === NEWEST_MAX;
  return { records: [...byTopic.values()].slice(0, TOPICS_MAX), partial };
}

async function searchIn(db: Firestore, networkId: NetworkId, newest: Found, search: string): Promise<Found> {
  const wanted = search.toLowerCase();
  const matches: StoredRecord[] = [];
  let bytes = 0;
  let { partial } = newest;
  for (const record of newest.records) {
    if (record.topic.toLowerCase().includes(wanted)) matches.push(record);
    else if (bytes + record.bytes > SEARCHED_BYTES_MAX) partial = true;
    else {
      bytes += record.bytes;
      const payload = await readPayload(db, networkId, record.topic, record.version);
      if (payload && new TextDecoder().decode(payload).toLowerCase().includes(wanted)) matches.push(record);
    }
  }
  return { records: matches.slice(0, RECORDS_MAX), partial: partial || matches.length > RECORDS_MAX };
}
