import { randomUUID } from "node:crypto";
import type { NodeId } from "@lastmeter/model/ids";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn, type viewports } from "../support/browser.ts";
import { startLentHome } from "../support/lent-home.ts";
import { findFaults } from "../support/screen.ts";
import { type Account, requireStack, type TestNetwork } from "../support/stack.ts";

/** From the tap that ends it to nothing of it on the other's screen. */
const GONE_MS = 5_000;
const { stranger } = requireStack().accounts;

let browser: Browser;
let network: TestNetwork;
let owner: Account;
let page: Page;
let nodeId: NodeId;

const open = (on: Page, path: string) => on.goto(`${requireStack().app}${path}`);
const readBars = async (on: Page) => {
  await on.getByTestId("lent-bars").locator("li").first().waitFor({ state: "attached" });
  return on.getByTestId("lent-bars").locator("li").allTextContents();
};

beforeAll(async () => {
  browser = await launchBrowser();
  ({ network, owner, page, nodeId } = await startLentHome(browser, "shared home"));
});
afterAll(async () => {
  await network?.stop();
  await browser?.close();
});

describe("a plug lent by link", () => {
  let other: Page;
  let link = "";
  let preview: string[] = [];
  let taps = 0;
  const tap = async (where: Locator) => {
    taps += 1;
    await where.tap();
  };

  it("takes at most four taps, with a preview of what the other will see", async () => {
    await page.getByTestId("node-row").click();
    await tap(page.getByTestId("share-node"));
    await waitFor("the field to be ready for typing", async () =>
      page.getByTestId("share-who").evaluate((field) => field === document.activeElement),
    );
    await page.keyboard.type(stranger.email);
    await tap(page.getByText("Hour", { exact: true }));
    await page.locator('[data-testid="lent-node"][data-resolution="hour"]').waitFor();
    preview = await readBars(page);
    await tap(page.getByTestId("share-submit"));
    await tap(page.getByTestId("share-copy"));
    expect(taps).toBeLessThanOrEqual(4);
    link = await page.getByTestId("share-link").inputValue();
    expect(await page.getByTestId("receipt").textContent()).toContain("heater: Hourly · until");
    await page.getByRole("img", { name: "QR code of the link" }).waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  it("is open until answered, and the link offers exactly that after signing in", async () => {
    await open(page, "/sharing");
    await page.getByTestId("invitation").getByText(stranger.email).waitFor();
    other = await (await openPhone(browser)).newPage();
    await other.goto(link);
    await other.getByTestId("invitation-door").waitFor();
    await other.getByLabel("E-mail").fill(stranger.email);
    await other.getByLabel("Password", { exact: true }).fill(stranger.password);
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    const offer = other.getByTestId("offer");
    await offer.waitFor();
    expect(await offer.textContent()).toContain("heater");
    expect(await offer.textContent()).toContain("Hourly");
    expect([...(await findFaults(page)), ...(await findFaults(other))]).toEqual([]);
  });

  it("shows the other hours and nothing finer", async () => {
    await other.getByTestId("accept").tap();
    await other.locator('[data-testid="lent-node"][data-resolution="hour"]').waitFor();
    expect(await readBars(other)).toEqual(preview);
    expect(preview.every((bar) => /\d\d:00–\d\d:00: 1\d\d Wh/.test(bar))).toBe(true);
    expect(await other.getByTestId("lent-next").textContent()).toMatch(/Next value after \d\d:00/);
    expect(await other.locator("[data-channel]").count()).toBe(0);
    expect(await findFaults(other)).toEqual([]);
    await open(other, "/sharing/with-me");
    await other.locator('[data-testid="lent-row"][data-node-name="heater"]').waitFor();
    expect(await findFaults(other)).toEqual([]);
    // Apart from their own home: a lent node is no node of theirs.
    await open(other, "/");
    await other.getByTestId("welcome").waitFor();
    expect(await other.getByTestId("node-row").count()).toBe(0);
  });

  it("vanishes from the other's screen within five seconds of being ended", async () => {
    await open(other, `/sharing/with-me/${nodeId}`);
    await other.getByTestId("lent-node").waitFor();
    await open(page, "/sharing");
    await page.getByTestId("grant").waitFor();
    await page.getByText("By device", { exact: true }).tap();
    await page.locator('[data-testid="node-access"][data-visibility="shared"]').waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.getByText("By person", { exact: true }).tap();
    await page.getByTestId("grant").getByTestId("end").tap();
    const endedAt = Date.now();
    await page.getByTestId("end-yes").tap();
    await other.getByText("This is not lent to you any more").waitFor({ timeout: GONE_MS });
    expect(Date.now() - endedAt).toBeLessThanOrEqual(GONE_MS);
    await page.getByText("Nobody but you sees your home").waitFor();
    await open(other, "/sharing/with-me");
    await other.getByText("Nothing is lent to you").waitFor();
  });

  it("cannot be taken with a used link", async () => {
    await other.goto(link);
    await other.getByText("This invitation is not for you, or over").waitFor();
  });
});

const oobSchema = z.object({
  oobCodes: z.array(z.object({ email: z.string(), requestType: z.string(), oobLink: z.string() })),
});

/** Opens the link of the e-mail that the Auth emulator only pretends to send. */
async function confirmEmail(email: string): Promise<void> {
  const { auth, projectId } = requireStack();
  const reply = await fetch(`${auth}/emulator/v1/projects/${projectId}/oobCodes`);
  const { oobCodes } = oobSchema.parse(await reply.json());
  const found = oobCodes.findLast((each) => each.email === email && each.requestType === "VERIFY_EMAIL");
  if (!found) throw new Error(`no e-mail for ${email}`);
  await fetch(found.oobLink);
}

describe("a whole home, for somebody without an account", () => {
  const guest = { email: `guest-${randomUUID().slice(0, 8)}@lastmeter.local`, password: "lastmeter-local" };
  let other: Page;

  it("is taken after signing up from the link and confirming the e-mail", async () => {
    await open(page, `/sharing/new?home=${network.networkId}`);
    await page.getByTestId("share-who").fill(guest.email);
    await page.getByText("Household", { exact: true }).tap();
    await page.getByRole("checkbox", { name: /^Whole home/ }).check();
    await page.getByTestId("share-submit").tap();
    const link = await page.getByTestId("share-link").inputValue();
    other = await (await openPhone(browser)).newPage();
    await other.goto(link);
    await other.getByRole("button", { name: "Create an account" }).click();
    await other.getByLabel("E-mail").fill(guest.email);
    await other.getByLabel("Password", { exact: true }).fill(guest.password);
    await other.getByRole("button", { name: "Create account", exact: true }).click();
    await other.getByTestId("verify-done").tap();
    await other.getByText("It is not confirmed yet.").waitFor();
    await other.getByTestId("verify-send").tap();
    await other.getByText(`Sent to ${guest.email}`).waitFor();
    await confirmEmail(guest.email);
    await other.getByTestId("verify-done").tap();
    await other.getByTestId("accept").tap();
    await other.getByTestId("lent-row").tap();
    await other.locator('[data-testid="lent-node"][data-resolution="raw"]').waitFor();
  });

  it("is live, and the bridge is told that somebody looks", async () => {
    await network.publish("heater", JSON.stringify({ power: 321, energy: 5, voltage: 230, state: "ON" }));
    await other.getByTestId("lent-value").getByText("321").waitFor({ timeout: 60_000 });
  });

  it("stands in the log in plain words, and is saved as a file", async () => {
    await open(page, `/access-log?home=${network.networkId}`);
    const entries = page.getByTestId("log-entry");
    await entries.filter({ hasText: `invited ${guest.email} to the home` }).waitFor();
    expect(await entries.first().getAttribute("data-act")).toMatch(/grant|open/);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export as CSV" }).tap(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^lastmeter-access-log-.*\.csv$/);
  });

  it("is ended in the table, in which the owner cannot be chosen", async () => {
    await open(page, `/sharing/table?home=${network.networkId}`);
    await page.getByTestId("grant-row").waitFor();
    expect(await page.getByRole("checkbox").count()).toBe((await page.getByTestId("grant-row").count()) + 1);
    await page.getByRole("checkbox", { name: new RegExp(guest.email) }).check();
    await page.getByTestId("end-selected").tap();
    await page.getByTestId("end-selected-yes").tap();
    await page.getByText("1 grant was ended.").waitFor();
    await other.getByText("This is not lent to you any more").waitFor({ timeout: GONE_MS });
  });
});

it.each(["de", "el"])("fits a phone in %s too", async (language) => {
  const context = await openPhone(browser);
  await context.addInitScript((chosen) => localStorage.setItem("lastmeter.language", chosen), language);
  const screen = await context.newPage();
  await open(screen, "/");
  await screen.locator('input[name="email"]').fill(owner.email);
  await screen.locator('input[name="password"]').fill(owner.password);
  await screen.locator('button[type="submit"]').click();
  await screen.getByTestId("node-row").waitFor();
  const faults: string[] = [];
  for (const path of ["/sharing", `/sharing/new?node=${nodeId}`, "/sharing/table", "/access-log", "/sharing/with-me"]) {
    await open(screen, path);
    await screen.getByRole("heading", { level: 1 }).waitFor();
    faults.push(...(await findFaults(screen)).map((fault) => `${path}: ${fault}`));
  }
  await context.close();
  expect(faults).toEqual([]);
});

const looks: readonly { viewport: keyof typeof viewports; dark: boolean; look: string }[] = (
  ["phone", "tablet", "desktop"] as const
).flatMap((viewport) => [
  { viewport, dark: false, look: "light" },
  { viewport, dark: true, look: "dark" },
]);

describe.each(looks)("on a $viewport, $look", ({ viewport, dark }) => {
  it("the pages of sharing can be used by everybody and fit the screen", async () => {
    const context = await openPhone(browser, { viewport, dark });
    const screen = await context.newPage();
    const faults: string[] = [];
    screen.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
    await signIn(screen, owner);
    await screen.getByTestId("node-row").waitFor();
    const visit = async (path: string, ready: Locator) => {
      await open(screen, path);
      await ready.waitFor();
      faults.push(...(await findFaults(screen)).map((fault) => `${path}: ${fault}`));
    };
    await visit("/sharing", screen.getByRole("link", { name: "Share something" }));
    await visit(`/sharing/new?node=${nodeId}`, screen.getByTestId("lent-next"));
    await visit("/sharing/table", screen.getByTestId("grants"));
    await visit("/sharing/with-me", screen.getByText("Nothing is lent to you"));
    await visit("/access-log", screen.getByTestId("log-entry").first());
    await visit(`/consent?client=acme-energy&nodes=${nodeId}&resolution=day`, screen.getByTestId("lent-next"));
    await visit("/invitation/a/b", screen.getByText("This invitation is not for you, or over"));
    await context.close();
    expect(faults).toEqual([]);
  });
});
