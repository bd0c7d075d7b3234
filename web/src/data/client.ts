import { i18n } from "@lingui/core";
import type { AuthClient } from "./firebase/auth.ts";
import type { FirestoreClient } from "./firebase/firestore.ts";

/** Firebase is loaded after the first paint, on first use; a failed load is tried again by the next caller. */
function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => {
    pending ??= load().catch((error: unknown) => {
      pending = null;
      throw error;
    });
    return pending;
  };
}

export const readConfig = async () => (await import("./firebase/config.ts")).loadConfig();

export const loadAuth = lazy<AuthClient>(async () => {
  const [config, { openAuthClient }] = await Promise.all([readConfig(), import("./firebase/auth.ts")]);
  return openAuthClient(config, i18n.locale);
});

/** Opened after the sign-in service, so that the first query already carries the user's token. */
export const loadFirestore = lazy<FirestoreClient>(async () => {
  const [config, { openFirestore }] = await Promise.all([readConfig(), import("./firebase/firestore.ts"), loadAuth()]);
  return openFirestore(config);
});

/** Makes the connection to Firestore anew, where the phone has a network. */
export function reconnect(): void {
  if (navigator.onLine) void loadFirestore().then((firestore) => firestore.reconnect());
}
