import { z } from "zod/mini";

/** URL-safe base64 without padding, as every random or derived id of the platform is written. */
const base64Url = (length: number) => z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${length}}$`)));

/** 16 random bytes followed by an 8-byte MAC of the server, so that a forged id dies before any database read. */
export const networkIdSchema = z.pipe(
  base64Url(32),
  z.transform((id) => id as NetworkId),
);
export type NetworkId = string & { readonly __brand: "NetworkId" };

/** The first 132 bits of SHA-256 over network id and native address: the same device is the same node for ever. */
export const nodeIdSchema = z.pipe(
  base64Url(22),
  z.transform((id) => id as NodeId),
);
export type NodeId = string & { readonly __brand: "NodeId" };

/** A user of Firebase Authentication. */
export const uidSchema = z.string().check(z.minLength(1), z.maxLength(128));

export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @throws if the text is not base64url. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** 128 random bits as 22 characters. */
export function randomId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** @param address the node's address in its own network, e.g. a ZigBee IEEE address `0x00158d0000000a01`. */
export async function toNodeId(networkId: NetworkId, address: string): Promise<NodeId> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${networkId}\n${address}`));
  return toBase64Url(new Uint8Array(digest)).slice(0, 22) as NodeId;
}
