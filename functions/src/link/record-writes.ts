import type { NetworkId } from "@lastmeter/model/ids";
import { toBase64Url } from "@lastmeter/model/ids";
import { sha256, toUtf8 } from "@lastmeter/model/link/bytes";
import { linkLimits } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { toGzip } from "../platform/gzip.ts";
import type { Write } from "../platform/writes.ts";
import type { ConfigRecord } from "../protocols/protocol.ts";

export const VERSIONS_KEPT = 50;
export const PART_BYTES = 900 * 1024;
const PARTS_MAX = Math.ceil(linkLimits.networkMessageBytes / PART_BYTES);

/** `<132 bits of SHA-256 over the topic>~<version>`, further parts `…~<part>`. */
export async function toRecordId(topic: string, version: number, part: number): Promise<string> {
  const digest = toBase64Url(await sha256(toUtf8(topic))).slice(0, 22);
  return part === 0 ? `${digest}~${version}` : `${digest}~${version}~${part}`;
}

/**
 * Configuration records: the native message verbatim, gzipped, `d` of at most 900 KiB a part. The version that falls out of the
 * newest 50 is deleted by its number, all parts it can have had, without a read.
 */
export async function planRecordWrites(networkId: NetworkId, records: readonly ConfigRecord[]): Promise<Write[]> {
  const writes = await Promise.all(records.map((record) => planRecord(networkId, record)));
  return writes.flat();
}

async function planRecord(networkId: NetworkId, record: ConfigRecord): Promise<Write[]> {
  const { payload, ...described } = record;
  const packed = toGzip(payload);
  const parts = Math.max(1, Math.ceil(packed.length / PART_BYTES));
  const writes: Write[] = [];
  for (let part = 0; part < parts; part += 1) {
    const d = packed.slice(part * PART_BYTES, (part + 1) * PART_BYTES);
    const path = paths.configRecord(networkId, await toRecordId(record.topic, record.version, part));
    writes.push({ kind: "merge", path, data: { v: 1, ...described, part, parts, bytes: payload.length, d } });
  }
  const expired = record.version - VERSIONS_KEPT;
  for (let part = 0; expired >= 0 && part < PARTS_MAX; part += 1) {
    const path = paths.configRecord(networkId, await toRecordId(record.topic, expired, part));
    writes.push({ kind: "delete", path });
  }
  return writes;
}
