import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { toBase64Url } from "@lastmeter/model/ids";
import { z } from "zod";
import { readJsonFile, writeJsonFile } from "./durable-file.ts";

/** Which count of messages this is: the server stores each (epoch, n) once, n = sequence − base. */
const identitySchema = z.object({
  v: z.literal(1),
  epoch: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  base: z.int().min(0),
  salt: z.int().min(0).max(0xffffffff),
  /**
   * The durable end of the queue when it was last opened without the server having confirmed it. A server that knows more
   * than that of this epoch has heard another copy: this one was restored from a backup.
   */
  unconfirmedEnd: z.int().min(0).nullable(),
});
export type Identity = z.infer<typeof identitySchema>;

const FILES = ["identity.json", "identity.copy.json"] as const;

export function createIdentity(base: number, salt = randomBytes(4).readUInt32BE()): Identity {
  return { v: 1, epoch: toBase64Url(randomBytes(16)), base, salt, unconfirmedEnd: null };
}

/** Either of the two copies, or undefined for a new queue. */
export async function loadIdentity(directory: string): Promise<Identity | undefined> {
  for (const file of FILES) {
    const identity = await readJsonFile(join(directory, file), identitySchema);
    if (identity) return identity;
  }
  return undefined;
}

/** Two copies: with a damaged salt no record could be read again. */
export async function saveIdentity(directory: string, identity: Identity): Promise<void> {
  for (const file of FILES) await writeJsonFile(join(directory, file), identity, { sync: true });
}
