import { readFile } from "node:fs/promises";
import { paths } from "@lastmeter/model/paths";
import { getApps } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { readZip } from "../support/archive.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { startPlugHome } from "../support/plug-home.ts";
import { findFaults } from "../support/screen.ts";
import { type Account, openDatabase, requireStack, type TestNetwork } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";

const db = openDatabase();
const exportSchema = z.object({
  complete: z.literal(true),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});
let browser: Browser;
let network: TestNetwork;
let account: Account;

beforeAll(async () => {
  browser = await launchBrowser();
  const names = { account: "data", network: "Summer house", plug: "pump/by the well" };
  ({ account, network } = await startPlugHome(names));
  await network.publish("pump/by the well", '{"power": 41.5, "energy": 1.5, "voltage": 230, "state": "ON"}');
});
afterAll(async () => {
  await network?.stop();
  await browser?.close();
});

async function openPage(page: Page): Promise<void> {
  await signIn(page, account);
  await page.getByTestId("home-power").waitFor();
  await page.goto(`${requireStack().app}/settings`);
  await page.getByTestId("your-data").click();
  await page.getByTestId("raw-months").waitFor();
}

const form = (page: Page, name: string) => page.getByTestId(`erase-${name}`);
const eraseButton = (page: Page, name: string) => form(page, name).getByRole("button", { name: "Delete for good" });

const screens = (["phone", "tablet", "desktop"] as const).flatMap((viewport) => [
  { viewport, dark: false },
  { viewport, dark: true },
]);

describe("the page of one's data", () => {
  it.each(screens)("can be used by everybody on a $viewport, dark $dark", async ({ viewport, dark }) => {
    const context = await openPhone(browser, { viewport, dark });
    const page = await context.newPage();
    await openPage(page);
    const faults = await findFaults(page);
    await page.getByTestId("raw-months").selectOption("1");
    for (const name of ["device", "home", "account"]) await form(page, name).locator("summary").click();
    faults.push(...(await findFaults(page)));
    if (process.env.LASTMETER_SHOTS) {
      await page.screenshot({
        path: `${process.env.LASTMETER_SHOTS}/your-data-${viewport}-${dark}.png`,
        fullPage: true,
      });
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  it("keeps readings as long as its owner says, and warns before fewer are kept", async () => {
    const page = await (await openPhone(browser)).newPage();
    await openPage(page);
    expect(await page.getByTestId("raw-months").inputValue()).toBe("13");
    await page.getByTestId("raw-months").selectOption("24");
    expect(await page.getByText("cannot be brought back").count()).toBe(0);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("kept for 24 months").waitFor();
    await page.getByTestId("raw-months").selectOption("2");
    await page.getByText("older than 2 months will be deleted").waitFor();
    await page.getByRole("button", { name: "Delete older readings" }).click();
    await page.getByText("kept for 2 months").waitFor();
    expect((await db.doc(paths.network(network.networkId)).get()).get("rawMonths")).toBe(2);
  });

  it("gives everything as files", async () => {
    const page = await (await openPhone(browser)).newPage();
    await openPage(page);
    const fetchFile = async (format: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByTestId(`download-${format}`).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const json = await fetchFile("json");
    expect(json.name).toMatch(/\.json$/);
    const { tables } = exportSchema.parse(JSON.parse(json.bytes.toString("utf8")));
    expect(tables.readings).toContainEqual(
      expect.objectContaining({ node: "pump/by the well", channel: "power", value: 41.5, unit: "W", quality: "good" }),
    );
    const csv = await fetchFile("csv");
    expect(csv.name).toMatch(/\.zip$/);
    expect(readZip(csv.bytes).get("readings.csv")).toContain("pump/by the well,power,");
    await page.getByText("The download begins").waitFor();
  });

  it("deletes a device, a home and the account, each only as typed", async () => {
    const page = await (await openPhone(browser)).newPage();
    await openPage(page);
    const [node] = await waitForNodes(db, network.networkId, 1);
    await form(page, "device").locator("summary").click();
    await form(page, "device").getByLabel("To confirm").fill("pump");
    expect(await eraseButton(page, "device").isDisabled()).toBe(true);
    await form(page, "device").getByLabel("To confirm").fill("Pump/by the well ");
    await eraseButton(page, "device").click();
    await waitFor("the device to go", async () => !(await db.doc(`nodes/${node?.id}`).get()).exists, 60_000);
    await form(page, "device").waitFor({ state: "detached" });

    await form(page, "home").locator("summary").click();
    await form(page, "home").getByLabel("To confirm").fill("Summer house");
    await form(page, "home").getByLabel("Your password").fill("wrong password");
    await eraseButton(page, "home").click();
    await page.getByText("This is not your password").waitFor();
    expect((await db.doc(paths.network(network.networkId)).get()).exists).toBe(true);
    await form(page, "home").getByLabel("Your password").fill(account.password);
    await eraseButton(page, "home").click();
    await form(page, "home").waitFor({ state: "detached" });
    await waitFor("the home to go", async () => !(await db.doc(paths.network(network.networkId)).get()).exists, 60_000);

    await form(page, "account").locator("summary").click();
    await form(page, "account").getByLabel("To confirm").fill(account.email);
    await form(page, "account").getByLabel("Your password").fill(account.password);
    await eraseButton(page, "account").click();
    await page.getByLabel("E-mail").waitFor();
    await expect(getAuth(getApps()[0]).getUserByEmail(account.email)).rejects.toThrow();
  });
});
