import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  indexedDBLocalPersistence,
  initializeAuth,
  onAuthStateChanged,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signOut,
  type User,
} from "firebase/auth";
import { openApp } from "./app.ts";
import type { FirebaseConfig } from "./config.ts";

let auth: Auth | null = null;

/** Without the popup resolver: e-mail and password need none of its frames and scripts. */
function openAuth(config: FirebaseConfig): Auth {
  if (auth) return auth;
  auth = initializeAuth(openApp(config), { persistence: [indexedDBLocalPersistence, browserLocalPersistence] });
  if (config.emulators) {
    const { host, authPort } = config.emulators;
    connectAuthEmulator(auth, `http://${host}:${authPort}`, { disableWarnings: true });
  }
  return auth;
}

/** What the app may do with the sign-in service. Rejections carry Firebase's `code`. */
export function openAuthClient(config: FirebaseConfig, language: string) {
  const opened = openAuth(config);
  opened.languageCode = language;
  return {
    watchUser: (next: (user: User | null) => void) => onAuthStateChanged(opened, next),
    signIn: async (email: string, password: string) => void (await signInWithEmailAndPassword(opened, email, password)),
    signUp: async (email: string, password: string) =>
      void (await createUserWithEmailAndPassword(opened, email, password)),
    resetPassword: (email: string) => sendPasswordResetEmail(opened, email),
    signOut: () => signOut(opened),
  };
}
export type AuthClient = ReturnType<typeof openAuthClient>;
