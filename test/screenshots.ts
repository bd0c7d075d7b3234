import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { root, type Stack, startStack } from "./stack/stack.ts";
import { waitFor } from "./stack/wait-for.ts";
import { launchBrowser, openPhone, signIn, type viewports } from "./support/browser.ts";
import { ensurePrograms } from "./support/programs.ts";

/** `npm run screenshots [-- all]`: pictures of the running app for the documentation; `all`: every page, width and look, to be looked at. */
const all = process.argv.includes("all");
const outDir = join(root, all ? ".lastmeter/screenshots" : "docs");
type Viewport = keyof typeof viewports;
const looks: readonly { viewport: Viewport; dark: boolean }[] = all
  ? (["phone", "tablet", "desktop"] as const).flatMap((viewport) => [false, true].map((dark) => ({ viewport, dark })))
  : [
      { viewport: "phone", dark: false },
      { viewport: "phone", dark: true },
    ];

async function takePictures(browser: Browser, { ready }: Stack): Promise<void> {
  const { app, accounts, network } = ready;
  for (const { viewport, dark } of looks) {
    const context = await openPhone(browser, { viewport, dark });
    const page = await context.newPage();
    const take = async (name: string) => {
      if (!all && dark && name !== "home") return;
      await settle(page);
      const path = join(outDir, `${name}-${viewport}-${dark ? "dark" : "light"}.png`);
      await page.screenshot({ path, fullPage: all });
      console.log(path);
    };
    await page.goto(app);
    await page.getByLabel("E-mail").waitFor();
    if (all) await take("sign-in");
    await signIn(page, accounts.owner, app);
    await waitFor("the nodes", async () => (await page.getByTestId("node-row").count()) >= 8, 60_000);
    await take("home");
    await page.locator('[data-testid="node-row"][data-node-name="Water heater"]').click();
    await page.locator('[data-channel="power"]').waitFor();
    await page.getByTestId("controls").waitFor();
    await take("node");
    if (all) await takeOrders(page, take);
    for (const path of [
      "/history?period=month",
      ...(all ? ["/history?period=day", "/history?period=year", "/settings"] : []),
    ]) {
      await page.goto(`${app}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await take(path.slice(1).replace("?period=", "-"));
    }
    await takeRulePicture(page, `${app}/rules/${network.id}`, take);
    if (all) {
      await takeAdminPictures(page, app, take);
      for (const [path, name] of toMore(network.id)) {
        await page.goto(`${app}${path}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await take(name);
      }
    }
    await context.close();
  }
}

/** A rule before it is saved, with what it would have done. */
async function takeRulePicture(page: Page, rules: string, take: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${rules}/new`);
  await page.getByTestId("template-tooMuch").click();
  await page.getByTestId("replay-run").click();
  await page.getByTestId("replayed").waitFor();
  await page.getByTestId("replay").evaluate((card) => card.scrollIntoView({ block: "end" }));
  await take("rule");
}

const toMore = (networkId: string): readonly (readonly [string, string])[] => [
  ["/rules", "rules"],
  [`/rules/${networkId}/new`, "rules-new"],
  [`/rules/${networkId}/tariff`, "tariff"],
  ["/alarms", "alarms"],
  ["/inbox", "inbox"],
  ["/inbox/settings", "inbox-settings"],
  [`/admin/${networkId}/configuration`, "configuration"],
  [`/admin/${networkId}/store`, "store"],
  ["/sharing", "sharing"],
  ["/sharing/apps", "apps"],
  ["/your-data", "your-data"],
  ["/access-log", "access-log"],
];

/** What a command looks like on its way and at its end. */
async function takeOrders(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  const toggle = page.getByTestId("controls").getByRole("switch").first();
  const wasOn = await toggle.getAttribute("aria-checked");
  await page.route("**/call/command", () => undefined);
  await toggle.click();
  await take("node-sending");
  await page.unroute("**/call/command");
  await page.reload();
  await toggle.click();
  await waitFor("the plug", async () => (await toggle.getAttribute("aria-checked")) !== wasOn, 20_000);
  await take("node-confirmed");
  await page.context().setOffline(true);
  await take("node-offline");
  await page.context().setOffline(false);
}

/** The pages of administrators; the wizard up to the key, in a network that stays without a gateway. */
async function takeAdminPictures(page: Page, app: string, take: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${app}/admin`);
  await page.getByTestId("network").first().waitFor();
  await take("admin");
  await page.getByTestId("network").first().click();
  await page.getByTestId("gateway").waitFor();
  await take("admin-gateway");
  await page.getByRole("link", { name: "Devices" }).click();
  await page.getByTestId("pairing").waitFor();
  await take("admin-nodes");
  await page.getByTestId("node-line").first().click();
  await page.getByTestId("device").waitFor();
  await take("admin-node");
  await page.goto(`${app}/admin/add`);
  await take("admin-add-about");
  await page.getByTestId("network-name").fill("Summer house");
  await page.getByTestId("add-next").click();
  await page.getByTestId("network-zone").waitFor();
  await take("admin-add-place");
  await page.getByTestId("add-next").click();
  await page.getByTestId("key-step").waitFor();
  await take("admin-add-key");
  await page.getByTestId("key-kept").check();
  await page.getByTestId("key-next").click();
  await page.getByTestId("step-hello").waitFor();
  await take("admin-add-watch");
}

/** Until nothing on the page changes any more but ages of values, and what turns without end. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  await new Promise((done) => setTimeout(done, 3000));
}

ensurePrograms();
mkdirSync(outDir, { recursive: true });
const stack = await startStack({ portBase: 7800, fresh: true, say: console.log });
const browser = await launchBrowser();
try {
  await takePictures(browser, stack);
} finally {
  await browser.close();
  await stack.stop({ keep: false });
}
process.exit(0);
