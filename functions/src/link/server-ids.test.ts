import { networkIdSchema, toBase64Url } from "@lastmeter/model/ids";
import { fromHex, randomBytes, toHex } from "@lastmeter/model/link/bytes";
import { describe, expect, it } from "vitest";
import { createNetworkId, createSessionId, isOurNetworkId, isOurSessionId } from "./server-ids.ts";

const NOW = 1_795_000_000_000;
const secret = randomBytes(32);
const kid = "0011223344556677";

describe("network ids", () => {
  it("are ours only if our secret made them", async () => {
    const networkId = await createNetworkId(secret);
    expect(await isOurNetworkId(secret, networkId)).toBe(true);
    expect(await isOurNetworkId(randomBytes(32), networkId)).toBe(false);
    expect(await isOurNetworkId(secret, networkIdSchema.parse(toBase64Url(randomBytes(24))))).toBe(false);
  });
});

describe("session ids", () => {
  it("are bound to network, key and time", async () => {
    const networkId = await createNetworkId(secret);
    const owner = { networkId, kid };
    const sid = await createSessionId(secret, owner, NOW);
    expect(await isOurSessionId(secret, owner, sid, NOW)).toBe(true);
    expect(await isOurSessionId(secret, owner, sid, NOW + 24 * 3_600_000 - 1)).toBe(true);
    expect(await isOurSessionId(secret, owner, sid, NOW + 25 * 3_600_000)).toBe(false);
    expect(await isOurSessionId(secret, { networkId, kid: "f".repeat(16) }, sid, NOW)).toBe(false);
    expect(await isOurSessionId(secret, { networkId: await createNetworkId(secret), kid }, sid, NOW)).toBe(false);
    expect(await isOurSessionId(randomBytes(32), owner, sid, NOW)).toBe(false);
  });

  it("cannot be given a longer life", async () => {
    const owner = { networkId: await createNetworkId(secret), kid };
    const bytes = fromHex(await createSessionId(secret, owner, NOW));
    bytes[2] = (bytes[2] ?? 0) ^ 0xff;
    expect(await isOurSessionId(secret, owner, toHex(bytes), NOW)).toBe(false);
  });
});
