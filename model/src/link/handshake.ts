import type { z } from "zod/mini";
import { type Bytes, concatBytes, fromUtf8, sha256, toUtf8 } from "./bytes.ts";
import { deriveBytes, importMacKey, toMac } from "./kdf.ts";
import type { LinkKey } from "./key.ts";
import { type Hello, helloSchema, type Welcome, welcomeSchema } from "./messages.ts";

const MAC_BYTES = 32;
/** A hello is some 300 bytes: whatever is longer is not one. */
export const HELLO_MAX_BYTES = 4096;

/** A hello whose proof has not been checked yet. */
export interface ClaimedHello {
  readonly hello: Hello;
  readonly json: Bytes;
  readonly mac: Bytes;
}

/** JSON ‖ HMAC(Kauth, "lm1 hello" ‖ JSON). */
export async function sealHello(linkKey: LinkKey, hello: Hello): Promise<Bytes> {
  const json = toUtf8(JSON.stringify(hello));
  return concatBytes(json, await toMac(await toAuthKey(linkKey), toHelloTranscript(json)));
}

/** Null: not a hello. */
export function parseHello(body: Uint8Array): ClaimedHello | null {
  if (body.length > HELLO_MAX_BYTES) return null;
  const signed = parseSigned(body, helloSchema);
  return signed && { hello: signed.message, json: signed.json, mac: signed.mac };
}

/** Whether the sender holds the key. */
export async function verifyHello(linkKey: LinkKey, claimed: ClaimedHello): Promise<boolean> {
  return crypto.subtle.verify("HMAC", await toAuthKey(linkKey), claimed.mac, toHelloTranscript(claimed.json));
}

/** JSON ‖ HMAC(Kauth, "lm1 welcome" ‖ SHA-256(body of the hello) ‖ JSON): proves that the server holds the key too. */
export async function sealWelcome(linkKey: LinkKey, helloBody: Uint8Array, welcome: Welcome): Promise<Bytes> {
  const json = toUtf8(JSON.stringify(welcome));
  return concatBytes(json, await toMac(await toAuthKey(linkKey), await toWelcomeTranscript(helloBody, json)));
}

/** Null: not a welcome to this very hello by a server that holds the key. */
export async function openWelcome(linkKey: LinkKey, helloBody: Uint8Array, body: Uint8Array): Promise<Welcome | null> {
  const signed = parseSigned(body, welcomeSchema);
  if (signed === null) return null;
  const transcript = await toWelcomeTranscript(helloBody, signed.json);
  const isGenuine = await crypto.subtle.verify("HMAC", await toAuthKey(linkKey), signed.mac, transcript);
  return isGenuine ? signed.message : null;
}

async function toAuthKey(linkKey: LinkKey) {
  return importMacKey(await deriveBytes(linkKey.key, new Uint8Array(), "lm1 auth"));
}

function toHelloTranscript(json: Bytes): Bytes {
  return concatBytes(toUtf8("lm1 hello"), json);
}

async function toWelcomeTranscript(helloBody: Uint8Array, json: Bytes): Promise<Bytes> {
  return concatBytes(toUtf8("lm1 welcome"), await sha256(new Uint8Array(helloBody)), json);
}

function parseSigned<S extends z.ZodMiniType>(body: Uint8Array, schema: S) {
  if (body.length <= MAC_BYTES) return null;
  const json = new Uint8Array(body.subarray(0, -MAC_BYTES));
  const mac = new Uint8Array(body.subarray(-MAC_BYTES));
  const parsed = schema.safeParse(parseJson(fromUtf8(json)));
  return parsed.success ? { message: parsed.data, json, mac } : null;
}

function parseJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
