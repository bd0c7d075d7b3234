import { networkIdSchema } from "@lastmeter/model/ids";
import { randomBytes } from "@lastmeter/model/link/bytes";
import { generateKey } from "@lastmeter/model/link/key";
import { describe, expect, it } from "vitest";
import { networkKeysSchema, unwrapKey, wrapKey } from "./wrapped-key.ts";

const wrappingKey = randomBytes(32);
const networkId = networkIdSchema.parse("N".repeat(32));
const otherId = networkIdSchema.parse("M".repeat(32));
const linkKey = generateKey();

describe("wrapped key", () => {
  it("comes back under the same wrapping key, network and key id only", async () => {
    const wrapped = await wrapKey(wrappingKey, networkId, linkKey);
    expect(await unwrapKey(wrappingKey, networkId, linkKey.kid, wrapped)).toEqual(linkKey);
    await expect(unwrapKey(randomBytes(32), networkId, linkKey.kid, wrapped)).rejects.toThrow();
    await expect(unwrapKey(wrappingKey, otherId, linkKey.kid, wrapped)).rejects.toThrow();
    await expect(unwrapKey(wrappingKey, networkId, "f".repeat(16), wrapped)).rejects.toThrow();
  });

  it("holds nothing of the key in the clear", async () => {
    const { sealed } = await wrapKey(wrappingKey, networkId, linkKey);
    expect(Buffer.from(sealed).includes(Buffer.from(linkKey.key.subarray(0, 4)))).toBe(false);
  });

  it.each([
    ["a short nonce", { iv: randomBytes(8), sealed: randomBytes(48) }],
    ["a missing tag", { iv: randomBytes(12), sealed: randomBytes(32) }],
  ])("document with %s is refused", (_, wrapped) => {
    expect(networkKeysSchema.safeParse({ v: 1, keys: { k: wrapped } }).success).toBe(false);
  });
});
