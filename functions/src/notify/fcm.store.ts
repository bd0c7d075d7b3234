import { Agent } from "node:https";
import { connect } from "node:net";
import { type App, getApps, initializeApp } from "firebase-admin/app";
import { getAdminApp } from "../platform/app.ts";
import { toOutcome } from "./fcm.ts";
import type { Push, PushSender } from "./push-sender.ts";

/** Longer than FCM ever takes; what answers later is tried again. */
const ANSWER_MS = 10_000;

/** Only on a machine of emulators: there is no emulator of FCM, and its host is fixed in the library. `host:port`, plain HTTP. */
class StandInAgent extends Agent {
  readonly #host: string;
  readonly #port: number;

  constructor(address: string) {
    super({ keepAlive: false });
    const [host = "127.0.0.1", port] = address.split(":");
    this.#host = host;
    this.#port = Number(port);
  }

  override createConnection() {
    return connect({ host: this.#host, port: this.#port });
  }
}

const STAND_IN = "fcm-stand-in";

function openStandIn(address: string): App {
  const credential = { getAccessToken: async () => ({ access_token: "local", expires_in: 3600 }) };
  const projectId = process.env.GCLOUD_PROJECT ?? "demo";
  const known = getApps().find(({ name }) => name === STAND_IN);
  return known ?? initializeApp({ projectId, credential, httpAgent: new StandInAgent(address) }, STAND_IN);
}

/** @param standIn null: the real one. */
export function createFcmSender(standIn: string | null, answerMs = ANSWER_MS): PushSender {
  const app = standIn === null ? getAdminApp() : openStandIn(standIn);
  return {
    async send(installId, push) {
      try {
        const { getMessaging } = await import("firebase-admin/messaging");
        await Promise.race([getMessaging(app).send(toMessage(installId, push)), toDeadline(answerMs)]);
        return { kind: "sent" };
      } catch (error) {
        return toOutcome(error);
      }
    },
  };
}

function toMessage(fid: string, { data, urgency, ttlS, topic }: Push) {
  // Data only: the library of the page would draw a `notification` by itself, and only while no page is open.
  return { fid, data, webpush: { headers: { Urgency: urgency, TTL: String(ttlS), Topic: topic } } };
}

function toDeadline(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error("no answer")), ms).unref();
  });
}
