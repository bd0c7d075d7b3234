import type { BrowserContext, Page, Worker } from "playwright-core";
import { waitFor } from "../stack/wait-for.ts";
import type { SentPush } from "./fcm.ts";

/** Of a service worker's scope, what is used here; its own types exclude those of pages. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(url: string): Promise<null> };
  readonly NotificationEvent: new (type: string, init: { notification: Notification; action: string }) => Event;
  readonly navigator: { setAppBadge(count: number): Promise<void>; clearAppBadge(): Promise<void> };
  dispatchEvent(event: Event): boolean;
}

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

const HANDED_AGAIN_MS = 10_000;

/** A phone's system as far as pushes go: hands them to the browser, shows notifications, has them tapped, with no page of the app open. */
export class PushedPhone {
  readonly #context: BrowserContext;
  readonly #app: string;
  #blank: Page | undefined;

  constructor(context: BrowserContext, app: string) {
    this.#context = context;
    this.#app = app;
  }

  /** As the push service would, which hands over again what was not taken. @returns its notification, once it stands */
  deliver(push: SentPush): Promise<Shown> {
    const { tag, title } = push.data;
    const find = async () => (await this.#shown()).find((each) => each.tag === tag && each.title === title) ?? false;
    const hand = async () => {
      await this.#hand(push);
      return waitFor("its notification", find, HANDED_AGAIN_MS);
    };
    return waitFor("the push to be taken", hand, 4 * HANDED_AGAIN_MS);
  }

  async #hand({ data }: SentPush): Promise<void> {
    this.#blank ??= await this.#context.newPage();
    const cdp = await this.#context.newCDPSession(this.#blank);
    const registrations: { registrationId: string; scopeURL: string; isDeleted: boolean }[] = [];
    cdp.on("ServiceWorker.workerRegistrationUpdated", (event) => registrations.push(...event.registrations));
    await cdp.send("ServiceWorker.enable");
    const found = await waitFor("the service worker's registration", async () => {
      return registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(this.#app) && !isDeleted);
    });
    await cdp.send("ServiceWorker.deliverPushMessage", {
      origin: this.#app,
      registrationId: found.registrationId,
      data: JSON.stringify({ from: "1", fcmMessageId: "1", data }),
    });
    await cdp.detach();
  }

  async #shown(): Promise<Shown[]> {
    return (await this.#worker()).evaluate(async () => {
      const { registration } = globalThis as unknown as WorkerScope;
      return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
    });
  }

  /** A synthetic tap may open no window: the address that it asks for, and the badge it leaves; null: none. */
  async tap(tag: string, action = ""): Promise<{ url: string | null; badge: number | null }> {
    return (await this.#worker()).evaluate(
      async ({ tag, action }) => {
        const scope = globalThis as unknown as WorkerScope;
        const [notification] = await scope.registration.getNotifications({ tag });
        if (!notification) throw new Error("no notification");
        return new Promise((resolve) => {
          scope.clients.openWindow = async (url) => {
            resolve({ url, badge: null });
            return null;
          };
          scope.navigator.setAppBadge = async (badge) => resolve({ url: null, badge });
          scope.navigator.clearAppBadge = async () => resolve({ url: null, badge: 0 });
          scope.dispatchEvent(new scope.NotificationEvent("notificationclick", { notification, action }));
        });
      },
      { tag, action },
    );
  }

  #worker(): Promise<Worker> {
    return waitFor("the service worker", async () => this.#context.serviceWorkers()[0] ?? false);
  }
}

/** What the page's badge shows; begun before the page is opened. */
export async function followBadge(page: Page): Promise<() => Promise<number | undefined>> {
  await page.addInitScript(() => {
    const badges: (number | undefined)[] = [];
    Object.assign(window, { badges });
    navigator.setAppBadge = async (count) => void badges.push(count);
    navigator.clearAppBadge = async () => void badges.push(0);
  });
  return () => page.evaluate(() => (window as unknown as { badges: number[] }).badges.at(-1));
}
