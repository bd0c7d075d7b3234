import type { NativeMessage } from "../protocol.ts";
import { isPast, type Work } from "./work.ts";

async function toSha256(payload: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", payload.slice()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Keeps a native network message verbatim. `changed`: only when it differs from the newest of its topic (retained documents, which
 * are repeated at every connection) and is no earlier one; `each`: every one (events, requests, responses). Returns whether it was
 * kept.
 */
export async function addRecord(work: Work, message: NativeMessage, when: "changed" | "each"): Promise<boolean> {
  const newest = work.directory.records[message.topic];
  if (when === "changed" && newest && isPast(work, message)) return false;
  const { topic, payload, at, sequence } = message;
  const hash = await toSha256(payload);
  if (when === "changed" && newest?.hash === hash) return false;
  const version = (newest?.version ?? 0) + 1;
  work.records.push({ topic, payload, at, sequence, hash, version });
  work.directory = { ...work.directory, records: { ...work.directory.records, [topic]: { hash, version, at } } };
  return true;
}
