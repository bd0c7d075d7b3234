import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { toDeviceList } from "../support/plug.ts";
import { publishRecording, recordingFile } from "../support/recording.ts";
import { createAccount, openDatabase, requireStack, startTestNetwork, type TestNetwork } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";

const db = openDatabase();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const homePower = (page: Page) => page.getByTestId("home-power");
const nodeRow = (page: Page, name: string) => page.locator(`[data-testid="node-row"][data-node-name="${name}"]`);

async function waitForPower(page: Page, watts: number): Promise<void> {
  await waitFor(
    `the page to show ${watts} W, it shows ${await homePower(page).getAttribute("data-value-w")}`,
    async () => Number(await homePower(page).getAttribute("data-value-w")) === watts,
    60_000,
  );
}

describe("a plug's message", () => {
  let network: TestNetwork;
  let page: Page;

  beforeAll(async () => {
    const account = await createAccount("plug");
    network = await startTestNetwork({ name: "one plug", owner: account.email });
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toDeviceList("desk/lamp plug"), true);
    await waitForNodes(db, network.networkId, 1);
    page = await (await openPhone(browser)).newPage();
    await signIn(page, account);
    await homePower(page).waitFor();
  });
  afterAll(() => network?.stop());

  it("changes the figure in the page, without anybody touching it", async () => {
    for (const watts of [41, 1234, 7]) {
      await network.publish("desk/lamp plug", JSON.stringify({ power: watts, energy: 1.5, voltage: 231, state: "ON" }));
      await waitForPower(page, watts);
    }
  });

  it("shows every channel of the node on its page", async () => {
    await nodeRow(page, "desk/lamp plug").click();
    const power = page.locator('[data-testid="channel-value"][data-channel="power"]');
    await power.waitFor();
    for (const channel of ["power", "voltage", "energyImport", "state"]) {
      expect(await page.locator(`[data-testid="channel-value"][data-channel="${channel}"]`).count(), channel).toBe(1);
    }
    await network.publish("desk/lamp plug", JSON.stringify({ power: 88.4, energy: 1.51, voltage: 230, state: "ON" }));
    await waitFor(
      "the node page to follow",
      async () => Number(await power.getAttribute("data-value")) === 88.4,
      60_000,
    );
  });

  it("keeps the last known values on the phone without a network, and says so", async () => {
    await page.goto(requireStack().app);
    await waitForPower(page, 88.4);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
    await waitForPower(page, 88.4);
    await page
      .getByText(/offline/i)
      .first()
      .waitFor();
    await page.context().setOffline(false);
  });

  it("shows nothing of it to somebody else", async () => {
    const stranger = await (await openPhone(browser)).newPage();
    await signIn(stranger, requireStack().accounts.stranger);
    await stranger.getByTestId("welcome").waitFor();
    expect(await nodeRow(stranger, "desk/lamp plug").count()).toBe(0);
    expect(await homePower(stranger).count()).toBe(0);
  });
});

describe("a connection that swallows what is asked", () => {
  it("is said to be one, and made anew", async () => {
    const page = await (await openPhone(browser)).newPage();
    let isDead = true;
    await page.route(/Firestore\/Listen\/channel/, async (route) => {
      if (!isDead) await route.continue();
    });
    await signIn(page, requireStack().accounts.stranger);
    await page.getByText("Your home cannot be read just now").waitFor();
    isDead = false;
    await page.getByTestId("welcome").waitFor({ timeout: 60_000 });
  });
});

describe.skipIf(!existsSync(recordingFile))("the recording of Zigbee2MQTT", () => {
  let network: TestNetwork;

  afterAll(() => network?.stop());

  it("ends as its nodes in the page", async () => {
    const account = await createAccount("recording");
    network = await startTestNetwork({ name: "recorded home", owner: account.email });
    await publishRecording(network);
    await waitForNodes(db, network.networkId, 7);
    const page = await (await openPhone(browser)).newPage();
    await signIn(page, account);
    for (const name of ["P1 meter", "kitchen/kettle plug", "0xa4c138000000a002", "0x00124b0000000c06"]) {
      await nodeRow(page, name).waitFor();
    }
    expect(Number(await nodeRow(page, "0xa4c138000000a002").getAttribute("data-value-w"))).toBe(0);
  });
});
