import { type App, getApps, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { type Firestore, getFirestore } from "firebase-admin/firestore";

export function getAdminApp(): App {
  return getApps()[0] ?? initializeApp();
}

/**
 * Made at first use, so that deployment's discovery of the functions starts nothing. With no settings of ours: where a document
 * triggered the function, the framework has made it already.
 */
export function getDatabase(): Firestore {
  return getFirestore(getAdminApp());
}

export function getAdminAuth(): Auth {
  return getAuth(getAdminApp());
}
