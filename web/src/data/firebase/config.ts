import { z } from "zod/mini";
import { setServerDate } from "../../lib/clock.ts";

const configSchema = z.object({
  projectId: z.string(),
  apiKey: z.string(),
  authDomain: z.optional(z.string()),
  appId: z.optional(z.string()),
  messagingSenderId: z.optional(z.string()),
});

/** The Firebase project that serves this page; `emulators` where it is a local one (ports follow that of the page). */
export interface FirebaseConfig {
  readonly options: z.infer<typeof configSchema>;
  readonly emulators: { readonly host: string; readonly authPort: number; readonly firestorePort: number } | null;
}

const STORED = "lastmeter.config";

function parseConfig(text: string | null): FirebaseConfig | null {
  if (text === null) return null;
  try {
    const options = configSchema.parse(JSON.parse(text));
    const port = Number(location.port);
    const local = options.projectId.startsWith("demo-") && port > 0;
    const emulators = { host: location.hostname, authPort: port + 2, firestorePort: port + 3 };
    return { options, emulators: local ? emulators : null };
  } catch {
    return null;
  }
}

/** The configuration of the visit before, so that the app starts without a network. */
function readStoredConfig(): FirebaseConfig | null {
  return parseConfig(localStorage.getItem(STORED));
}

async function fetchConfig(): Promise<FirebaseConfig | null> {
  const askedAt = Date.now();
  const response = await fetch("/__/firebase/init.json", { cache: "no-store" });
  setServerDate(response.headers.get("date"), askedAt, Date.now());
  const text = await response.text();
  const config = response.ok ? parseConfig(text) : null;
  if (config) localStorage.setItem(STORED, text);
  return config;
}

let pending: Promise<FirebaseConfig> | null = null;

/** @throws where neither the page's host nor an earlier visit knows the project. */
export function loadConfig(): Promise<FirebaseConfig> {
  pending ??= (async () => {
    const stored = readStoredConfig();
    const fetched = fetchConfig().catch(() => null);
    // With a stored configuration the start does not wait for the network; the clock is corrected when the answer comes.
    const config = stored ?? (await fetched);
    if (config) return config;
    pending = null;
    throw new Error("no Firebase configuration");
  })();
  return pending;
}

/** Asks the server for its time again, e.g. after the server refused a time of ours. */
export async function checkClock(): Promise<void> {
  await fetchConfig().catch(() => null);
}
