import { z } from "zod/mini";
import { toPorts } from "./ports.ts";

const host = "127.0.0.1";

/** What the page may call beyond the deployed policy: the emulators, under either name of this machine. */
const localSources = "http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*";

const headerSchema = z.object({ key: z.string(), value: z.string() });

/** The parts of `firebase.json` that differ on this machine; everything else is kept as it is. */
const firebaseJsonSchema = z.looseObject({
  hosting: z.looseObject({ headers: z.array(z.looseObject({ headers: z.array(headerSchema) })) }),
});

/**
 * `firebase.json` for the emulators of one local stack, all ports relative to `portBase`.
 * @throws where it is not a `firebase.json` with hosting headers.
 */
export function toLocalConfig(firebaseJson: unknown, portBase: number): object {
  const config = firebaseJsonSchema.parse(firebaseJson);
  const headers = config.hosting.headers.map((rule) => ({ ...rule, headers: rule.headers.map(toLocalHeader) }));
  return { ...config, hosting: { ...config.hosting, headers }, emulators: toEmulators(portBase) };
}

function toEmulators(portBase: number): object {
  const ports = toPorts(portBase);
  return {
    hosting: { host, port: ports.app },
    functions: { host, port: ports.functions },
    auth: { host, port: ports.auth },
    firestore: { host, port: ports.firestore, websocketPort: ports.firestoreWebsocket },
    hub: { host, port: ports.hub },
    logging: { host, port: ports.logging },
    eventarc: { host, port: portBase + 9 },
    tasks: { host, port: portBase + 10 },
    ui: { enabled: false },
    singleProjectMode: false,
  };
}

function toLocalHeader({ key, value }: z.infer<typeof headerSchema>) {
  if (key !== "Content-Security-Policy") return { key, value };
  return { key, value: value.replace(/connect-src [^;]*/, (sources) => `${sources} ${localSources}`) };
}
