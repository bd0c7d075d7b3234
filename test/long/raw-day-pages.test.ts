import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { findFaults } from "../support/screen.ts";
import { type SpikyPlug, startSpikyPlug } from "../support/spiky-plug.ts";
import { openDatabase, requireStack } from "../support/stack.ts";
import { readRaw } from "../support/stored.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const { app } = requireStack();
let browser: Browser;
let home: SpikyPlug;
let page: Page;

const open = async (more = "") => {
  await page.goto(`${app}/history?period=day&date=${home.spikeDay}&node=${home.stored.id}&raw=1${more}`);
  await page.getByTestId("raw-summary").waitFor();
};
const readCount = async () => Number(await page.getByTestId("raw-summary").getAttribute("data-count"));

beforeAll(async () => {
  browser = await launchBrowser();
  home = await startSpikyPlug("raw-day");
  page = await (await openPhone(browser)).newPage();
  await signIn(page, home.account);
  await page.getByTestId("home-power").waitFor();
});
afterAll(async () => {
  await home?.stop();
  await browser?.close();
});

describe("every reading of a day", () => {
  it("is reached from the day of a node, and says how many there are", async () => {
    await page.goto(`${app}/history?period=day&date=${home.spikeDay}&node=${home.stored.id}`);
    await page.getByRole("link", { name: "Every reading" }).click();
    await page.waitForURL(/raw=1/);
    await page.getByTestId("raw-summary").waitFor();
    const noon = home.toNoon(home.spikeDay);
    const stored = await readRaw(openDatabase(), home.network.networkId, home.stored, "power");
    const expected = stored.filter(({ at }) => at >= noon - DAY_MS / 2 && at < noon + DAY_MS / 2);
    expect(expected.length).toBeGreaterThan(600);
    expect(await readCount()).toBe(expected.length);
  });

  it("is zoomed and moved by buttons and keys, and reads each reading out", async () => {
    await open();
    const toEarlier = (disabled: boolean) =>
      page.locator(`button[aria-label="Earlier"][aria-disabled="${disabled}"]`).waitFor();
    await toEarlier(true);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await toEarlier(false);
    await page.getByRole("button", { name: "Whole day" }).click();
    await toEarlier(true);
    const chart = page.getByRole("slider");
    await chart.focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press("+");
    await page.keyboard.press("Home");
    expect(await chart.getAttribute("aria-valuetext")).toBe("00:00:00: 120 W");
    await toEarlier(false);
  });

  it("is a table too, an hour at a time, with the same values", async () => {
    await open("&table=1");
    const before = page.getByRole("button", { name: "The hour before" });
    for (let hour = 23; hour > 10; hour--) await before.click();
    const rows = await page
      .locator('[data-testid="raw-table"] tbody tr')
      .evaluateAll((each) => each.map((row) => [Number(row.getAttribute("data-at")), row.getAttribute("data-value")]));
    const from = home.toNoon(home.spikeDay) - 2 * HOUR_MS;
    expect(rows).toHaveLength(360);
    expect(rows[0]).toEqual([from, "120"]);
    expect(rows[1]).toEqual([from + 10_000, "137"]);
  });

  it("shows another channel, and the address says which", async () => {
    await open();
    await page.getByLabel("Show", { exact: true }).selectOption({ label: "Voltage" });
    await page.waitForURL(/channel=voltage/);
    await page.getByTestId("raw-summary").getByText("230").first().waitFor();
    await page.reload();
    await page.getByTestId("raw-summary").getByText("230").first().waitFor();
  });

  it("stays on the phone for times without a network", async () => {
    await open();
    const count = await readCount();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
    await page.getByTestId("raw-summary").waitFor();
    expect(await readCount()).toBe(count);
    await page.context().setOffline(false);
  });

  it("says that there is none, never a line of zeros", async () => {
    await page.goto(`${app}/history?period=day&date=2019-05-01&node=${home.stored.id}&raw=1`);
    await page.getByText("No single readings of this day").waitFor();
  });
});

const looks = (["phone", "tablet", "desktop"] as const).flatMap((viewport) => [
  { viewport, dark: false, look: "light" },
  { viewport, dark: true, look: "dark" },
]);

describe.each(looks)("on a $viewport, $look", ({ viewport, dark }) => {
  it("can be used by everybody and fits the screen", async () => {
    const context = await openPhone(browser, { viewport, dark });
    page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
    await signIn(page, home.account);
    await page.getByTestId("home-power").waitFor();
    for (const more of ["", "&table=1"]) {
      await open(more);
      faults.push(...(await findFaults(page)).map((fault) => `raw${more}: ${fault}`));
    }
    await context.close();
    expect(faults).toEqual([]);
  });
});
