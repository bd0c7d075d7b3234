import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn, viewports } from "../support/browser.ts";
import { startPlugHome } from "../support/plug-home.ts";
import { findFaults } from "../support/screen.ts";
import { type Account, openDatabase, requireStack, type TestNetwork } from "../support/stack.ts";

const _db = openDatabase();
let browser: Browser;
let network: TestNetwork;
let account: Account;

beforeAll(async () => {
  browser = await launchBrowser();
  const plug = "a plug with a rather long name/in the room behind the kitchen";
  ({ account, network } = await startPlugHome({ account: "screens", network: "screens", plug }));
});
afterAll(async () => {
  await network?.stop();
  await browser?.close();
});

const screens = (["phone", "tablet", "desktop"] as const).flatMap((viewport) => [
  { viewport, dark: false, look: "light" },
  { viewport, dark: true, look: "dark" },
]);

/** Each page in turn, signed in as somebody with one plug. */
async function* walk(page: Page): AsyncGenerator<string> {
  await page.goto(requireStack().app);
  await page.getByLabel("E-mail").waitFor();
  yield "sign-in";
  await signIn(page, account);
  await page.getByTestId("home-power").waitFor();
  await network.publish(
    "a plug with a rather long name/in the room behind the kitchen",
    '{"power": 1234.5, "energy": 3.2, "voltage": 230, "state": "ON"}',
  );
  await waitFor(
    "the figure",
    async () => (await page.getByTestId("home-power").getAttribute("data-value-w")) === "1234.5",
    60_000,
  );
  yield "home";
  await page.getByTestId("node-row").click();
  await page.locator('[data-channel="power"]').waitFor();
  yield "node";
  await page.goto(`${requireStack().app}/settings`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  yield "settings";
}

describe.each(screens)("on a $viewport, $look", ({ viewport, dark }) => {
  it("every page can be used by everybody and fits the screen", async () => {
    expect(viewports[viewport].width).toBeGreaterThan(0);
    const context = await openPhone(browser, { viewport, dark });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
    for await (const name of walk(page)) faults.push(...(await findFaults(page)).map((fault) => `${name}: ${fault}`));
    await context.close();
    expect(faults).toEqual([]);
  });
});
