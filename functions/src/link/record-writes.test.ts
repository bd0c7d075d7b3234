import { networkIdSchema } from "@lastmeter/model/ids";
import { concatBytes, randomBytes, toUtf8 } from "@lastmeter/model/link/bytes";
import { describe, expect, it } from "vitest";
import { fromGzip } from "../platform/gzip.ts";
import { PART_BYTES, planRecordWrites, toRecordId, VERSIONS_KEPT } from "./record-writes.ts";

const networkId = networkIdSchema.parse("N".repeat(32));

function toRecord(payload: Uint8Array, version = 1) {
  return { topic: "bridge/devices", payload, at: 1_795_000_000_000, sequence: 7, hash: "h", version };
}

describe("configuration records", () => {
  it("keep the message verbatim, in parts a document can hold", async () => {
    const payload = concatBytes(...Array.from({ length: 24 }, () => randomBytes(60_000)));
    const writes = await planRecordWrites(networkId, [toRecord(payload)]);
    const parts = writes.flatMap((write) => ("data" in write ? [Reflect.get(write.data, "d")] : []));
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(PART_BYTES);
    expect(Buffer.from(fromGzip(concatBytes(...parts), payload.length)).equals(payload)).toBe(true);
    expect(writes[1]).toMatchObject({ data: { part: 1, parts: 2, version: 1, topic: "bridge/devices" } });
  });

  it("are kept in their newest 50 versions", async () => {
    const writes = await planRecordWrites(networkId, [toRecord(toUtf8("{}"), VERSIONS_KEPT + 1)]);
    const id = await toRecordId("bridge/devices", 1, 0);
    expect(writes.filter(({ kind }) => kind === "delete").map(({ path }) => path)).toEqual([
      `networks/${networkId}/config/${id}`,
      `networks/${networkId}/config/${id}~1`,
    ]);
    expect(await planRecordWrites(networkId, [toRecord(toUtf8("{}"), VERSIONS_KEPT - 1)])).toHaveLength(1);
  });
});
