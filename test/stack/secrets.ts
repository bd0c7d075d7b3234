import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod/mini";

const secretsSchema = z.object({ LASTMETER_WRAPPING_KEY: z.string(), LASTMETER_LINK_SECRET: z.string() });
export type Secrets = z.infer<typeof secretsSchema>;

/** This machine's secrets for local stacks, made once; a real project keeps its own in Secret Manager. */
export function ensureSecrets(root: string): Secrets {
  const file = join(root, ".lastmeter/secrets.json");
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const make = () => randomBytes(32).toString("base64");
    const secrets: Secrets = { LASTMETER_WRAPPING_KEY: make(), LASTMETER_LINK_SECRET: make() };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  }
  return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** The Functions emulator reads secrets and parameters from files beside the bundle. */
export function writeFunctionsEnvironment(root: string, secrets: Secrets): void {
  const dist = join(root, "functions/dist");
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(dist, ".secret.local"), lines.join(""), { mode: 0o600 });
  writeFileSync(join(dist, ".env.local"), "LASTMETER_WEB_API_KEY=local\n");
}

/** As the functions' own code takes them. */
export function toServerSecrets(secrets: Secrets) {
  const toBytes = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));
  return { wrappingKey: toBytes(secrets.LASTMETER_WRAPPING_KEY), linkSecret: toBytes(secrets.LASTMETER_LINK_SECRET) };
}
