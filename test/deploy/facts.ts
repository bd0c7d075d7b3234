import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod/mini";
import { secretNames } from "./checklist.ts";
import type { Facts } from "./plan.ts";

const firebase = join(createRequire(import.meta.url).resolve("firebase-tools/package.json"), "../lib/bin/firebase.js");

const accountsSchema = z.array(z.unknown());
const projectsSchema = z.array(z.object({ projectId: z.string() }));
const databasesSchema = z.array(z.object({ name: z.string() }));
const appsSchema = z.array(z.object({ appId: z.string() }));
const sdkConfigSchema = z.object({ sdkConfig: z.object({ apiKey: z.string() }) });

const replySchema = z.object({ status: z.literal("success"), result: z.optional(z.unknown()) });

/** What a command of firebase-tools answers, or null where it failed. */
function ask(args: readonly string[]): Promise<{ readonly result?: unknown } | null> {
  return new Promise((resolve) => {
    execFile(process.execPath, [firebase, ...args, "--json"], { maxBuffer: 16 * 1024 * 1024 }, (_error, out) => {
      const reply = replySchema.safeParse(parseJson(out));
      resolve(reply.success ? reply.data : null);
    });
  });
}

/** Null where the command failed or answered otherwise than known. */
async function askFor<T extends z.ZodMiniType>(schema: T, args: readonly string[]): Promise<z.infer<T> | null> {
  const parsed = schema.safeParse((await ask(args))?.result);
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Asks firebase-tools; reads no secret's value. */
export async function readFacts(project: string): Promise<Facts> {
  const accounts = await askFor(accountsSchema, ["login:list"]);
  const signedIn = (accounts ?? []).length > 0 || process.env.GOOGLE_APPLICATION_CREDENTIALS !== undefined;
  if (!signedIn) return { signedIn, projects: null, hasDatabase: null, secrets: null, webApiKey: null };
  const projects = await askFor(projectsSchema, ["projects:list"]);
  const databases = await askFor(databasesSchema, ["firestore:databases:list", "--project", project]);
  return {
    signedIn,
    projects: projects?.map(({ projectId }) => projectId) ?? null,
    hasDatabase: databases?.some(({ name }) => name.endsWith("/databases/(default)")) ?? null,
    secrets: await readSecretNames(project),
    webApiKey: await readWebApiKey(project),
  };
}

async function readSecretNames(project: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of secretNames) {
    if ((await ask(["functions:secrets:get", name, "--project", project])) !== null) found.push(name);
  }
  return found;
}

async function readWebApiKey(project: string): Promise<string | null> {
  const apps = await askFor(appsSchema, ["apps:list", "WEB", "--project", project]);
  const app = apps?.[0];
  if (app === undefined) return null;
  const config = await askFor(sdkConfigSchema, ["apps:sdkconfig", "WEB", app.appId, "--project", project]);
  return config?.sdkConfig.apiKey ?? null;
}
