import { getMessaging, onRegistered, register, unregister } from "firebase/messaging";
import type { PushPort } from "../push-part.ts";
import { openApp } from "./app.ts";
import type { FirebaseConfig } from "./config.ts";

/** This browser's registration with FCM, in our own service worker. @param vapidKey null: Firebase's own key pair */
export async function openFcmPort(config: FirebaseConfig, vapidKey: string | null): Promise<PushPort> {
  const messaging = getMessaging(openApp(config));
  const serviceWorkerRegistration = await navigator.serviceWorker.ready;
  return {
    register: () =>
      new Promise((resolve, reject) => {
        const stop = onRegistered(messaging, (installId) => {
          stop();
          resolve(installId);
        });
        register(messaging, { serviceWorkerRegistration, ...(vapidKey === null ? {} : { vapidKey }) }).catch(reject);
      }),
    unregister: () => unregister(messaging),
  };
}
