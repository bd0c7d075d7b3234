import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Fault } from "./fail.ts";
import { storeOnlyZip } from "./zip.ts";

/** The SDK's jar, unlike firebase-tools' own, names no main class. */
const SDK_JAR = "cloud-firestore-emulator.jar";
const MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

/**
 * The Firestore emulator's jar already on this machine: the environment's choice, firebase-tools' own cache, or an installed
 * Google Cloud SDK. Undefined: firebase-tools downloads it once.
 */
export function findFirestoreJar(stateDir: string): string | undefined {
  const chosen = process.env.FIRESTORE_EMULATOR_BINARY_PATH;
  if (chosen && !existsSync(chosen)) {
    throw new Fault(`FIRESTORE_EMULATOR_BINARY_PATH names a file that does not exist: ${chosen}`);
  }
  if (chosen) return basename(chosen) === SDK_JAR ? writeLauncher(chosen, stateDir) : chosen;
  if (hasCachedJar()) return undefined;
  const sdkJar = findSdkJar();
  return sdkJar ? writeLauncher(sdkJar, stateDir) : undefined;
}

export function hasCachedJar(): boolean {
  const cache = process.env.FIREBASE_EMULATORS_PATH ?? join(homedir(), ".cache/firebase/emulators");
  return existsSync(cache) && readdirSync(cache).some((file) => /^cloud-firestore-emulator-.*\.jar$/.test(file));
}

function findSdkJar(): string | undefined {
  try {
    const root = execFileSync("gcloud", ["info", "--format=value(installation.sdk_root)"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 30_000,
    }).trim();
    const jar = join(root, "platform/cloud-firestore-emulator", SDK_JAR);
    return existsSync(jar) ? jar : undefined;
  } catch {
    return undefined;
  }
}

/** firebase-tools starts emulators by `java -jar`: a jar of only a manifest points at the SDK's. */
function writeLauncher(sdkJar: string, stateDir: string): string {
  mkdirSync(stateDir, { recursive: true });
  const launcher = join(stateDir, "firestore-emulator.jar");
  const manifest = ["Manifest-Version: 1.0", `Main-Class: ${MAIN_CLASS}`, `Class-Path: ${pathToFileURL(sdkJar)}`]
    .map(toManifestLines)
    .join("");
  storeOnlyZip(launcher, "META-INF/MANIFEST.MF", `${manifest}\r\n`);
  return launcher;
}

/** Manifest lines hold at most 72 bytes; the rest goes on in lines that begin with a space (JAR specification). */
function toManifestLines(header: string): string {
  let text = header.slice(0, 70);
  for (let at = 70; at < header.length; at += 69) text += `\r\n ${header.slice(at, at + 69)}`;
  return `${text}\r\n`;
}
