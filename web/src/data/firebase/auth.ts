import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  indexedDBLocalPersistence,
  initializeAuth,
  onAuthStateChanged,
  reload,
  sendEmailVerification,
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
    /** Whether the person's e-mail is confirmed, asked anew; if so, the kept token says so from now on. */
    readVerified: async (): Promise<boolean> => {
      await opened.authStateReady();
      const user = opened.currentUser;
      if (user === null) return false;
      await reload(user);
      if (user.emailVerified) await user.getIdToken(true);
      return user.emailVerified;
    },
    /** Sends the link that confirms the e-mail; it leads back to `url`. */
    sendVerification: async (url: string): Promise<void> => {
      if (opened.currentUser) await sendEmailVerification(opened.currentUser, { url });
    },
    /** The ID token of who is signed in, null where nobody is. @param fresh not the one that is kept */
    readToken: async (fresh: boolean): Promise<string | null> => {
      await opened.authStateReady();
      return (await opened.currentUser?.getIdToken(fresh)) ?? null;
    },
  };
}
export type AuthClient = ReturnType<typeof openAuthClient>;
