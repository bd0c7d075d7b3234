import { accessLogEntrySchema } from "@lastmeter/model/access-log";
import { paths } from "@lastmeter/model/paths";
import { problemSchema } from "@lastmeter/model/problem";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { findFaults } from "../support/screen.ts";
import { type SpikyPlug, startSpikyPlug } from "../support/spiky-plug.ts";
import { openDatabase, requireStack } from "../support/stack.ts";

const QUARTER_MS = 900_000;
const db = openDatabase();
const { app, accounts } = requireStack();
let browser: Browser;
let home: SpikyPlug;
let page: Page;

const open = async (period: string, date: string, more = "") => {
  await page.goto(`${app}/history?period=${period}&date=${date}&node=${home.stored.id}${more}`);
  await page.locator('[data-testid="history-answer"][data-value-wh]').waitFor();
};
const readWh = async (selector: string) => Number(await page.locator(selector).getAttribute("data-value-wh"));
const readTotal = () => readWh('[data-testid="history-totals"] [data-side="importWh"]');
const toMonth = (day: string) => `${day.slice(0, 8)}01`;

/** Confirms what is chosen; the totals then told, before and after. */
async function confirm(name: string) {
  await page.getByRole("button", { name: "Continue …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("access log").waitFor();
  await dialog.locator('[data-testid="repair-month"][data-value-wh]').waitFor();
  await dialog.getByRole("button", { name }).click();
  await dialog.getByText("Done: the totals are new").waitFor();
  for (const total of ["day", "month"])
    await dialog.locator(`[data-testid="repair-${total}"][data-value-wh]`).waitFor();
  const read = (total: string, column: number) =>
    readWh(`[data-testid="repair-totals"] [data-total="${total}"] td >> nth=${column}`);
  const told = {
    day: { before: await read("day", 0), now: await read("day", 1) },
    month: { before: await read("month", 0), now: await read("month", 1) },
  };
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "hidden" });
  return told;
}

async function expectStored(day: string, wh: number, monthWh: number) {
  expect(await home.readWh("day", day)).toBe(wh);
  expect(await home.readWh("month", toMonth(day))).toBe(monthWh);
}

beforeAll(async () => {
  browser = await launchBrowser();
  home = await startSpikyPlug("repair");
  page = await (await openPhone(browser)).newPage();
  await signIn(page, home.account);
  await page.getByTestId("home-power").waitFor();
});
afterAll(async () => {
  await home?.stop();
  await browser?.close();
});

describe("a spike", () => {
  let dayWh: number;
  let monthWh: number;

  it("is left out by its owner: day and month are less by it, on the page and in the database", async () => {
    await open("month", home.spikeDay);
    monthWh = await readTotal();
    await open("day", home.spikeDay, "&table=1");
    dayWh = await readTotal();
    await expectStored(home.spikeDay, dayWh, monthWh);
    await page.getByRole("button", { name: "Correct a stretch" }).click();
    await page.getByRole("button", { name: "12:00–12:15" }).click();
    const told = await confirm("Leave it out");
    expect(told.day.before).toBe(dayWh);
    expect(told.month.before).toBe(monthWh);
    const lost = dayWh - told.day.now;
    // Register differences from 11:55 to 12:15.
    expect(lost).toBe(5000 + 4 * 10);
    expect(told.month.now).toBe(monthWh - lost);
    await expectStored(home.spikeDay, dayWh - lost, monthWh - lost);
    await waitFor("the page to follow", async () => (await readTotal()) === dayWh - lost);
    const row = page.locator('[data-testid="history-table"] tr', { hasText: "12:00–12:15" });
    expect(await row.locator("[data-mark]").getAttribute("data-mark")).toBe("exclude");
    expect(await row.textContent()).toContain("Left out");
    await open("month", home.spikeDay);
    expect(await readTotal()).toBe(monthWh - lost);
  });

  it("is in the list of decisions and in the access log", async () => {
    await open("day", home.spikeDay);
    const decided = page.getByTestId("repair-decided");
    await decided.waitFor();
    expect(await decided.textContent()).toContain("Left out by you");
    const { docs } = await db.collection(paths.accessLogs(home.network.networkId)).get();
    const from = home.toNoon(home.spikeDay);
    expect(docs.map((doc) => accessLogEntrySchema.parse(doc.data()))).toMatchObject([
      { act: "repair", nodeId: home.stored.id, repair: { action: "exclude", from, to: from + QUARTER_MS } },
    ]);
  });

  it("counts again exactly as before when it is undone", async () => {
    await open("day", home.spikeDay);
    await page.getByRole("button", { name: "Undo" }).click();
    const told = await confirm("Undo what was decided");
    expect(told.day.now).toBe(dayWh);
    expect(told.month.now).toBe(monthWh);
    await expectStored(home.spikeDay, dayWh, monthWh);
    await page.getByTestId("repair-decided").waitFor({ state: "detached" });
  });

  it("is chosen by keyboard in the chart, and by the clock", async () => {
    await open("day", home.spikeDay);
    await page.getByRole("button", { name: "Correct a stretch" }).click();
    const next = page.getByRole("button", { name: "Continue …" });
    expect(await next.isDisabled()).toBe(true);
    const chart = page.getByRole("slider");
    await chart.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await page.getByLabel("From").inputValue()).toBe(`${home.spikeDay}T00:00`);
    expect(await page.getByLabel("To", { exact: true }).inputValue()).toBe(`${home.spikeDay}T01:00`);
    expect(await next.isDisabled()).toBe(false);
    await page.getByLabel("From").fill(`${home.spikeDay}T02:00`);
    await page.getByText("The end must be after the beginning.").waitFor();
    expect(await next.isDisabled()).toBe(true);
  });

  it("stays when there is no network, and the page says that nothing was sent", async () => {
    await open("day", home.spikeDay);
    await page.getByRole("button", { name: "Correct a stretch" }).click();
    await page.getByLabel("From").fill(`${home.spikeDay}T12:00`);
    await page.getByLabel("To", { exact: true }).fill(`${home.spikeDay}T12:15`);
    await page.getByRole("button", { name: "Continue …" }).click();
    await page.context().setOffline(true);
    await page.getByRole("dialog").getByRole("button", { name: "Leave it out" }).click();
    await page.getByRole("alert").getByText("Nothing was sent").waitFor();
    await page.context().setOffline(false);
    await expectStored(home.spikeDay, dayWh, monthWh);
  });
});

describe("readings that look impossible", () => {
  it("are seen, and count when their owner says that they are true", async () => {
    await open("day", home.suspectDay);
    const before = await readTotal();
    const month = Number(await home.readWh("month", toMonth(home.suspectDay)));
    await page.locator('[data-certainty="suspect"]').waitFor();
    await page.getByTestId("repairs").getByRole("button", { name: "Decide" }).first().click();
    const told = await confirm("Count it: it is true");
    expect(told.day.now - before).toBeGreaterThanOrEqual(40_000);
    expect(told.day.now - before).toBeLessThan(40_100);
    await expectStored(home.suspectDay, told.day.now, month + told.day.now - before);
    await page.locator('[data-certainty="suspect"]').waitFor({ state: "detached" });
  });
});

describe("a stranger", () => {
  it("is told what is told of a node that is not there; its owner may", async () => {
    const from = home.toNoon(home.spikeDay) + 4 * QUARTER_MS;
    const data = { nodeId: home.stored.id, from, to: from + QUARTER_MS, action: "restore" };
    const refused = await call("repair", accounts.stranger, data, `${app}/call`);
    expect(refused.status).toBe(404);
    const { error } = z.object({ error: z.object({ details: problemSchema }) }).parse(refused.body);
    expect(error.details.type).toBe("urn:lastmeter:problem:not_found");
    expect((await call("repair", home.account, data, `${app}/call`)).status).toBe(200);
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
    const look = async (name: string) =>
      void faults.push(...(await findFaults(page)).map((fault) => `${name}: ${fault}`));
    await signIn(page, home.account);
    await page.getByTestId("home-power").waitFor();
    await open("day", home.suspectDay);
    await look("decided");
    await page.getByRole("button", { name: "Correct a stretch" }).click();
    await page.getByLabel("From").fill(`${home.suspectDay}T10:00`);
    await page.getByLabel("To", { exact: true }).fill(`${home.suspectDay}T13:00`);
    // What the period bar covers by half counts as too small.
    await page.evaluate(() => scrollTo(0, 0));
    await look("form");
    await page.getByRole("button", { name: "Continue …" }).click();
    await page.locator('[data-testid="repair-month"][data-value-wh]').waitFor();
    await look("question");
    await context.close();
    expect(faults).toEqual([]);
  });
});
