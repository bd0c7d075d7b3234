import { defineSecret, defineString } from "firebase-functions/params";
import { z } from "zod/mini";

/** Not a parameter: the hosting rewrites of firebase.json name it too. */
export const REGION = "europe-west1";

/** Wraps the networks' keys. 32 bytes, base64. */
export const wrappingKeySecret = defineSecret("LASTMETER_WRAPPING_KEY");
/** Makes the MACs inside network and session ids. 32 bytes, base64. */
export const linkSecret = defineSecret("LASTMETER_LINK_SECRET");
/** Makes the keyed hashes of clients' secrets, and the MACs in their ids and in cursors. 32 bytes, base64. */
export const clientPepperSecret = defineSecret("LASTMETER_CLIENT_PEPPER");

/** Signs the API's tokens: private ES256 keys as a JWK set, base64. The first signs, all of them verify. */
export const tokenKeysSecret = defineSecret("LASTMETER_TOKEN_KEYS");

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
    /** Where gateways dial, where it is not the functions' own address. No parameter: two local stacks share the folder those stand in. */
    LASTMETER_DISPATCHER: z._default(z.union([z.literal(""), z.url({ protocol: /^https?$/ })]), ""),
    /** Public half of the project's own web push keys, where it has some: phones subscribe with it. */
    LASTMETER_VAPID_KEY: z._default(z.string(), ""),
    /** `host:port` of what stands in for FCM; heeded on emulators only. */
    LASTMETER_FCM_STAND_IN: z._default(z.string(), ""),
    GCLOUD_PROJECT: z.string().check(z.minLength(1)),
    FIREBASE_AUTH_EMULATOR_HOST: z.optional(z.string()),
    FIRESTORE_EMULATOR_HOST: z.optional(z.string()),
  }),
  z.transform((environment) => ({
    secrets: { wrappingKey: environment.LASTMETER_WRAPPING_KEY, linkSecret: environment.LASTMETER_LINK_SECRET },
    listener: toListenerConfig(environment),
    push: {
      vapidKey: environment.LASTMETER_VAPID_KEY || null,
      standIn: environment.LASTMETER_FCM_STAND_IN || null,
    },
    dispatcherUrl:
      environment.LASTMETER_DISPATCHER || `https://${REGION}-${environment.GCLOUD_PROJECT}.cloudfunctions.net`,
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
type Environment = Readonly<Record<string, string | undefined>>;

export function parseConfig(environment: Environment): Config {
  return parseEnvironment(environmentSchema, environment);
}

const privateKeySchema = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  kid: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** An EC key of the curve P-256 (RFC 7518, 6.2). */
export type PrivateKey = z.infer<typeof privateKeySchema>;

const apiEnvironmentSchema = z.pipe(
  z.object({
    LASTMETER_CLIENT_PEPPER: key32Schema,
    LASTMETER_TOKEN_KEYS: z.pipe(
      z.pipe(
        z.base64().check(z.maxLength(8192)),
        z.transform((text): unknown => {
          try {
            return JSON.parse(atob(text));
          } catch {
            return null;
          }
        }),
      ),
      z.object({ keys: z.array(privateKeySchema).check(z.minLength(1), z.maxLength(4)) }),
    ),
    GCLOUD_PROJECT: z.string().check(z.minLength(1)),
  }),
  z.transform(({ LASTMETER_CLIENT_PEPPER, LASTMETER_TOKEN_KEYS, GCLOUD_PROJECT }) => ({
    pepper: LASTMETER_CLIENT_PEPPER,
    tokenKeys: LASTMETER_TOKEN_KEYS.keys,
    projectId: GCLOUD_PROJECT,
  })),
);

/** What the utilities' API needs; other functions do not get its secrets. */
export function parseApiConfig(environment: Environment) {
  return parseEnvironment(apiEnvironmentSchema, environment);
}

function parseEnvironment<T extends z.ZodMiniType>(schema: T, environment: Environment): z.infer<T> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`configuration: ${faults.join("; ")}`);
}

export function readConfig(): Config {
  return parseConfig(process.env);
}

/** The emulator runs no scheduled functions, so it gets HTTP twins of them. */
export const isEmulated = process.env.FUNCTIONS_EMULATOR === "true";
