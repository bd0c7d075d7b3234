import type { NetworkId } from "@lastmeter/model/ids";
import { type Bytes, randomBytes, toUtf8 } from "@lastmeter/model/link/bytes";
import type { LinkKey } from "@lastmeter/model/link/key";
import { z } from "zod/mini";

/** A network's key as it rests in the database: AES-256-GCM under the wrapping key, bound to network and key id. */
export interface WrappedKey {
  readonly iv: Uint8Array;
  readonly sealed: Uint8Array;
}

const bytesSchema = (length: number) =>
  z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.length === length, `${length} bytes expected`));

/** Document `networkKeys/{networkId}`: by key id. No client reads it, ever. */
export const networkKeysSchema = z.object({
  v: z.literal(1),
  keys: z.record(z.string(), z.object({ iv: bytesSchema(12), sealed: bytesSchema(48) })),
});

function toAlgorithm(networkId: NetworkId, kid: string, iv: Bytes) {
  return { name: "AES-GCM", iv, additionalData: toUtf8(`${networkId}|${kid}`), tagLength: 128 };
}

function importWrappingKey(wrappingKey: Bytes) {
  return crypto.subtle.importKey("raw", wrappingKey, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function wrapKey(wrappingKey: Bytes, networkId: NetworkId, { kid, key }: LinkKey): Promise<WrappedKey> {
  const iv = randomBytes(12);
  const secret = await importWrappingKey(wrappingKey);
  const sealed = await crypto.subtle.encrypt(toAlgorithm(networkId, kid, iv), secret, key);
  return { iv, sealed: new Uint8Array(sealed) };
}

/** @throws if the blob was not wrapped by this key for this network and key id. */
export async function unwrapKey(
  wrappingKey: Bytes,
  networkId: NetworkId,
  kid: string,
  wrapped: WrappedKey,
): Promise<LinkKey> {
  const algorithm = toAlgorithm(networkId, kid, new Uint8Array(wrapped.iv));
  const secret = await importWrappingKey(wrappingKey);
  return { kid, key: new Uint8Array(await crypto.subtle.decrypt(algorithm, secret, new Uint8Array(wrapped.sealed))) };
}
