import type { NetworkId } from "@lastmeter/model/ids";
import type { Listener } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { deleteApp, initializeApp } from "firebase/app";
import { connectAuthEmulator, initializeAuth, inMemoryPersistence, signInWithCustomToken } from "firebase/auth";
import { collection, connectFirestoreEmulator, initializeFirestore, onSnapshot, setLogLevel } from "firebase/firestore";

export interface ListenerEvents {
  onWatch(id: string, until: unknown): void;
  onWatchRemoved(id: string): void;
  /** @param isOld it was there before we listened. */
  onDoorbell(until: unknown, isOld: boolean): void;
  /** Both collections answered for the first time. */
  onReady(): void;
  /** A listener ended for good; a new token is needed. */
  onRefused(code: string): void;
}

/** Signs in and listens to the network's own watch and doorbell documents, and to nothing else. @returns how to stop. */
export async function openListener(
  networkId: NetworkId,
  listener: Listener,
  events: ListenerEvents,
): Promise<() => Promise<void>> {
  // Its warnings about lost connections repeat what `onRefused` and the SDK's own reconnecting handle.
  setLogLevel("silent");
  const { apiKey, projectId, emulators } = listener;
  const app = initializeApp({ apiKey, projectId }, `bridge-${crypto.randomUUID()}`);
  const stop = () => deleteApp(app);
  try {
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    const firestore = initializeFirestore(app, {});
    if (emulators) {
      connectAuthEmulator(auth, `http://${emulators.auth}`, { disableWarnings: true });
      const { hostname, port } = new URL(`http://${emulators.firestore}`);
      connectFirestoreEmulator(firestore, hostname, Number(port));
    }
    await signInWithCustomToken(auth, listener.token);
    let unready = 2;
    const ready = () => {
      unready -= 1;
      if (unready === 0) events.onReady();
    };
    const refused = (error: { code: string }) => events.onRefused(error.code);
    let isFirstWatch = true;
    onSnapshot(
      collection(firestore, paths.watches(networkId)),
      (snapshot) => {
        for (const { type, doc } of snapshot.docChanges()) {
          if (type === "removed") events.onWatchRemoved(doc.id);
          else events.onWatch(doc.id, doc.get("until"));
        }
        if (isFirstWatch) ready();
        isFirstWatch = false;
      },
      refused,
    );
    let isFirstRing = true;
    onSnapshot(
      collection(firestore, paths.doorbells(networkId)),
      (snapshot) => {
        if (isFirstRing) ready();
        for (const { type, doc } of snapshot.docChanges()) {
          if (type !== "removed") events.onDoorbell(doc.get("until"), isFirstRing);
        }
        isFirstRing = false;
      },
      refused,
    );
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
