import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseApiConfig } from "@lastmeter/functions/src/platform/config.ts";
import { z } from "zod/mini";

const secretsSchema = z.object({
  LASTMETER_WRAPPING_KEY: z.string(),
  LASTMETER_LINK_SECRET: z.string(),
  LASTMETER_CLIENT_PEPPER: z.string(),
  LASTMETER_TOKEN_KEYS: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** This machine's secrets for local stacks, made once; a real project keeps its own in Secret Manager. */
export function ensureSecrets(root: string): Secrets {
  const file = join(root, ".lastmeter/secrets.json");
  const kept = z.partial(secretsSchema).parse(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
  const make = () => randomBytes(32).toString("base64");
  const secrets: Secrets = {
    LASTMETER_WRAPPING_KEY: kept.LASTMETER_WRAPPING_KEY ?? make(),
    LASTMETER_LINK_SECRET: kept.LASTMETER_LINK_SECRET ?? make(),
    LASTMETER_CLIENT_PEPPER: kept.LASTMETER_CLIENT_PEPPER ?? make(),
    LASTMETER_TOKEN_KEYS: kept.LASTMETER_TOKEN_KEYS ?? makeTokenKeys(),
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** One private ES256 key, as a JWK set in base64. */
export function makeTokenKeys(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const kid = randomBytes(8).toString("hex");
  const key = { ...privateKey.export({ format: "jwk" }), kid };
  return Buffer.from(JSON.stringify({ keys: [key] })).toString("base64");
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
  return {
    wrappingKey: toBytes(secrets.LASTMETER_WRAPPING_KEY),
    linkSecret: toBytes(secrets.LASTMETER_LINK_SECRET),
    pepper: toBytes(secrets.LASTMETER_CLIENT_PEPPER),
  };
}

/** As the functions' own configuration reads them. */
export function parseTokenKeys(tokenKeys: string) {
  const LASTMETER_CLIENT_PEPPER = Buffer.alloc(32).toString("base64");
  return parseApiConfig({ LASTMETER_TOKEN_KEYS: tokenKeys, LASTMETER_CLIENT_PEPPER, GCLOUD_PROJECT: "local" })
    .tokenKeys;
}
