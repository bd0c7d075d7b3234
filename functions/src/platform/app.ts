import { type App, getApps, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { type Firestore, initializeFirestore } from "firebase-admin/firestore";

let firestore: Firestore | undefined;

function getAdminApp(): App {
  return getApps()[0] ?? initializeApp();
}

/** Made at first use, so that deployment's discovery of the functions starts nothing. */
export function getDatabase(): Firestore {
  if (firestore === undefined) {
    firestore = initializeFirestore(getAdminApp(), { preferRest: false });
    firestore.settings({ ignoreUndefinedProperties: false });
  }
  return firestore;
}

export function getAdminAuth(): Auth {
  return getAuth(getAdminApp());
}
