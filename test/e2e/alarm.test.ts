import { alarmSchema } from "@lastmeter/model/alarm";
import { noticeSchema } from "@lastmeter/model/notice";
import { paths } from "@lastmeter/model/paths";
import type { Browser, BrowserContext, CDPSession, Worker } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { type SentPush, TestFcm } from "../support/fcm.ts";
import { toCurrentPlug } from "../support/plug.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { waitForNodes, watchNetwork } from "../support/stored.ts";

const db = openDatabase();
const { app } = requireStack();
let fcm: TestFcm;
let browser: Browser;
beforeAll(async () => {
  fcm = await TestFcm.start();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await fcm?.stop();
});

/** Hands a push to the browser as its push service would, with no page of the app open. */
async function deliverPush(cdp: CDPSession, { data }: SentPush): Promise<void> {
  const registrations: { registrationId: string; scopeURL: string; isDeleted: boolean }[] = [];
  cdp.on("ServiceWorker.workerRegistrationUpdated", (event) => registrations.push(...event.registrations));
  await cdp.send("ServiceWorker.enable");
  const found = await waitFor("the service worker's registration", async () => {
    return registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(app) && !isDeleted);
  });
  await cdp.send("ServiceWorker.deliverPushMessage", {
    origin: app,
    registrationId: found.registrationId,
    data: JSON.stringify({ from: "1", fcmMessageId: "1", data }),
  });
}

/** Of a service worker's scope, what is used here; its own types exclude those of pages. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(url: string): Promise<null> };
  readonly NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
  dispatchEvent(event: Event): boolean;
}

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

function readNotifications(worker: Worker): Promise<Shown[]> {
  return worker.evaluate(async () => {
    const { registration } = globalThis as unknown as WorkerScope;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });
}

/** Taps the notification. A synthetic tap may open no window: the address that it asks for. */
function tapNotification(worker: Worker): Promise<string> {
  return worker.evaluate(async () => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification] = await scope.registration.getNotifications();
    if (!notification) throw new Error("no notification");
    return new Promise<string>((resolve) => {
      scope.clients.openWindow = async (url) => {
        resolve(url);
        return null;
      };
      scope.dispatchEvent(new scope.NotificationEvent("notificationclick", { notification }));
    });
  });
}

describe("an alarm", () => {
  let account: Account;
  let network: TestNetwork;
  let context: BrowserContext;
  let push: SentPush;
  let alarmPath: string;
  let uid: string;

  beforeAll(async () => {
    account = await createAccount("alarmed");
    network = await startTestNetwork({ name: "alarmed home", owner: account.email });
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toCurrentPlug("water heater"), true);
    const [node] = await waitForNodes(db, network.networkId, 1);
    if (node === undefined) throw new Error("no node");
    uid = node.node.ownerId;
    const rated = { act: "edit", nodeId: node.id, changes: { ratedCurrentA: 10, name: "Water heater" } };
    expect(await call("nodes", account, rated)).toMatchObject({ status: 200 });
    context = await openPhone(browser);
    await context.grantPermissions(["notifications"], { origin: app });
  });
  afterAll(async () => {
    await context?.close();
    await network?.stop();
  });

  it("may be pushed to a phone whose person asked for it", async () => {
    const page = await context.newPage();
    await signIn(page, account);
    await page.getByTestId("node-row").waitFor();
    await page.goto(`${app}/inbox/settings`);
    await page.getByTestId("start-pushes").click();
    await page.getByText("This device is notified.").waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const installs = await db.collection(paths.installs(uid)).get();
    expect(installs.docs.map((each) => each.get("locale"))).toEqual([await page.evaluate(() => navigator.language)]);
    await page.close();

    await watchNetwork(db, network.networkId);
    await network.publish("water heater", JSON.stringify({ power: 3400, energy: 1, current: 14.8, state: "ON" }));
    push = await fcm.waitFor(installs.docs[0]?.id ?? "");
    const alarms = await db.collection(paths.alarms(network.networkId)).get();
    expect(alarms.size).toBe(1);
    alarmPath = alarms.docs[0]?.ref.path ?? "";
    const alarmId = alarms.docs[0]?.id ?? "";
    expect(push.headers).toMatchObject({ Urgency: "high", Topic: alarmId });
    expect(push.data).toMatchObject({
      tag: alarmId,
      title: "Water heater carries more than it may",
      url: `/alarms/${network.networkId}/${alarmId}`,
      unread: "1",
    });
  });

  it("is shown on a closed phone, tagged, and says so", async () => {
    const blank = await context.newPage();
    await deliverPush(await context.newCDPSession(blank), push);
    const worker = await waitFor("the service worker", async () => context.serviceWorkers()[0]);
    const shown = await waitFor("the notification", async () => {
      const found = await readNotifications(worker);
      return found.length > 0 && found;
    });
    expect(shown).toEqual([{ title: push.data.title, body: push.data.body, tag: push.data.tag }]);
    const notices = db.collection(paths.notices(uid));
    const receipt = await waitFor("the receipt", async () => {
      const [found] = (await notices.get()).docs.map((each) => noticeSchema.parse(each.data()));
      return found !== undefined && found.shownAt !== null && found;
    });
    expect(receipt.push.state).toBe("sent");
    expect(await tapNotification(worker)).toBe(push.data.url);
    await blank.close();
  });

  it("is what its address shows, and acknowledging it clears the badge", async () => {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const badges: (number | undefined)[] = [];
      Object.assign(window, { badges });
      navigator.setAppBadge = async (count) => void badges.push(count);
      navigator.clearAppBadge = async () => void badges.push(0);
    });
    await page.goto(`${app}${push.data.url}`);
    await page.getByRole("heading", { name: push.data.title }).waitFor();
    const readBadge = () => page.evaluate(() => (window as unknown as { badges: number[] }).badges.at(-1));
    await waitFor("the badge to count it", async () => (await readBadge()) === 1);
    await page.getByTestId("acknowledge").click();
    await page.locator('[data-testid="alarm"][data-state="acknowledged"]').waitFor();
    await waitFor("the badge to be cleared", async () => (await readBadge()) === 0);
    const alarm = alarmSchema.parse((await db.doc(alarmPath).get()).data());
    expect(alarm).toMatchObject({ state: "acknowledged", acknowledgedBy: uid });

    await network.publish("water heater", JSON.stringify({ power: 0, energy: 1, current: 0, state: "OFF" }));
    await page.locator('[data-testid="alarm"][data-state="cleared"]').waitFor();
    const over = await fcm.waitFor(push.installId, 2);
    expect(over.data).toMatchObject({
      tag: push.data.tag,
      title: "Water heater carries what it may again",
      loud: "no",
    });
    await page.goto(`${app}/inbox`);
    await page.getByTestId("notice-row").first().waitFor();
    expect(await page.getByTestId("notice-row").count()).toBe(1);
    expect(fcm.faults).toEqual([]);
  });
});
