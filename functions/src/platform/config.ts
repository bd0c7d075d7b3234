import { defineSecret, defineString } from "firebase-functions/params";
import { z } from "zod/mini";

/** Not a parameter: the hosting rewrites of firebase.json name it too. */
export const REGION = "europe-west1";

/** Wraps the networks' keys. 32 bytes, base64. */
export const wrappingKeySecret = defineSecret("LASTMETER_WRAPPING_KEY");
/** Makes the MACs inside network and session ids. 32 bytes, base64. */
export const linkSecret = defineSecret("LASTMETER_LINK_SECRET");

defineString("LASTMETER_WEB_API_KEY", {
  default: "",
  description:
    "Web API key of this Firebase project (project settings, general): the gateways' listeners sign in with it.",
});

const key32Schema = z.pipe(
  z.base64().check(z.length(44)),
  z.transform((text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))),
);

const environmentSchema = z.pipe(
  z.object({
    LASTMETER_WRAPPING_KEY: key32Schema,
    LASTMETER_LINK_SECRET: key32Schema,
    LASTMETER_WEB_API_KEY: z._default(z.string(), ""),
    GCLOUD_PROJECT: z.string().check(z.minLength(1)),
    FIREBASE_AUTH_EMULATOR_HOST: z.optional(z.string()),
    FIRESTORE_EMULATOR_HOST: z.optional(z.string()),
  }),
  z.transform((environment) => ({
    secrets: { wrappingKey: environment.LASTMETER_WRAPPING_KEY, linkSecret: environment.LASTMETER_LINK_SECRET },
    listener: toListenerConfig(environment),
  })),
);
export type Config = z.infer<typeof environmentSchema>;
export type Secrets = Config["secrets"];

/** What a gateway needs to reach Firestore. Emulators accept any key; `host:port` each. */
export interface ListenerConfig {
  readonly apiKey: string;
  readonly projectId: string;
  readonly emulators?: { readonly auth: string; readonly firestore: string };
}

function toListenerConfig(environment: {
  LASTMETER_WEB_API_KEY: string;
  GCLOUD_PROJECT: string;
  FIREBASE_AUTH_EMULATOR_HOST?: string | undefined;
  FIRESTORE_EMULATOR_HOST?: string | undefined;
}): ListenerConfig {
  const { FIREBASE_AUTH_EMULATOR_HOST: auth, FIRESTORE_EMULATOR_HOST: firestore } = environment;
  const projectId = environment.GCLOUD_PROJECT;
  if (auth === undefined || firestore === undefined) return { apiKey: environment.LASTMETER_WEB_API_KEY, projectId };
  return { apiKey: environment.LASTMETER_WEB_API_KEY || "emulator", projectId, emulators: { auth, firestore } };
}

/** Read when the first request arrives: secrets have no value at deployment. @throws with all faults listed. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`configuration: ${faults.join("; ")}`);
}

export function readConfig(): Config {
  return parseConfig(process.env);
}

/** The emulator runs no scheduled functions, so it gets HTTP twins of them. */
export const isEmulated = process.env.FUNCTIONS_EMULATOR === "true";
