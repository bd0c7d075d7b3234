import { type FirebaseApp, initializeApp } from "firebase/app";
import type { FirebaseConfig } from "./config.ts";

let app: FirebaseApp | null = null;

export function openApp({ options }: FirebaseConfig): FirebaseApp {
  app ??= initializeApp(
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Record<string, string>,
  );
  return app;
}
