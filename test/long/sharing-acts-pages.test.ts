import { randomUUID } from "node:crypto";
import { type GrantTerms, grantSchema, toClientPrincipal, toViewId } from "@lastmeter/model/grant";
import { paths } from "@lastmeter/model/paths";
import { inviteResultSchema } from "@lastmeter/model/sharing";
import { getApps } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { toClient } from "../support/client.ts";
import { homeZone, type LentHome, startLentHome } from "../support/lent-home.ts";
import { findFaults } from "../support/screen.ts";
import { type Account, createAccount, openDatabase, requireStack } from "../support/stack.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What one side decides is on the other's screen. */
const FOLLOW_MS = 5_000;
/** A page counts in seconds: so late may its own timer be. */
const TIMER_MS = 2_500;
/** Long enough for the page to hear of it first. */
const SHORT_MS = 8_000;
const db = openDatabase();

let browser: Browser;
let home: LentHome;
let eva: Guest;
let max: Guest;

interface Guest {
  readonly account: Account;
  readonly uid: string;
  readonly page: Page;
}

async function createGuest(name: string): Promise<Guest> {
  const account = await createAccount(name);
  const { uid } = await getAuth(getApps()[0]).getUserByEmail(account.email);
  return { account, uid, page: await (await openPhone(browser)).newPage() };
}

const open = (on: Page, path: string) => on.goto(`${requireStack().app}${path}`);
const gone = (on: Page) => on.getByText("This is not lent to you any more");
const lentNode = (on: Page, resolution: string) =>
  on.locator(`[data-testid="lent-node"][data-resolution="${resolution}"]`);

async function readBars(on: Page): Promise<string[]> {
  await on.getByTestId("lent-bars").locator("li").first().waitFor({ state: "attached" });
  return on.getByTestId("lent-bars").locator("li").allTextContents();
}

async function act(account: Account, request: object): Promise<unknown> {
  const reply = await call("sharing", account, { networkId: home.network.networkId, ...request });
  if (reply.status !== 200) throw new Error(`sharing: ${JSON.stringify(reply.body)}`);
  return z.object({ result: z.unknown() }).parse(reply.body).result;
}

const toTerms = (terms: Partial<GrantTerms>): GrantTerms => ({
  role: "viewer",
  resolution: "hour",
  channels: null,
  from: Date.now(),
  until: Date.now() + 30 * DAY_MS,
  historyFrom: null,
  purpose: "",
  ...terms,
});

/** @returns the path of the link. */
async function invite({ email }: Account, terms: Partial<GrantTerms>): Promise<string> {
  const request = { act: "invite", nodeIds: [home.nodeId], email, terms: toTerms(terms) };
  const { token } = inviteResultSchema.parse(await act(home.owner, request));
  return `/invitation/${home.network.networkId}/${token}`;
}

async function lend(guest: Guest, terms: Partial<GrantTerms>): Promise<void> {
  const token = (await invite(guest.account, terms)).split("/").at(-1);
  await act(guest.account, { act: "accept", token });
}

async function readGrant(principalId: string) {
  const document = await db.doc(paths.nodeGrant(home.nodeId, principalId)).get();
  return document.exists ? grantSchema.parse(document.data()) : null;
}

/** As the app does it: the grant goes on from when it began. */
async function change({ uid }: Guest, terms: Partial<GrantTerms>): Promise<void> {
  const from = (await readGrant(uid))?.from ?? Number.NaN;
  const request = { act: "change", nodeIds: [home.nodeId], principalId: uid, terms: toTerms({ from, ...terms }) };
  await act(home.owner, request);
}

/** By the link, as who has an account already. */
async function answer({ account, page }: Guest, link: string): Promise<void> {
  await page.goto(new URL(link, requireStack().app).href);
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByTestId("offer").waitFor();
}

beforeAll(async () => {
  browser = await launchBrowser();
  [home, eva, max] = await Promise.all([startLentHome(browser, "acts home"), createGuest("eva"), createGuest("max")]);
});
afterAll(async () => {
  await home?.network.stop();
  await browser?.close();
});

describe("one channel of a plug", () => {
  it("is chosen under more choices, and the preview shows no other", async () => {
    const { page, nodeId } = home;
    await open(page, `/sharing/new?node=${nodeId}`);
    await page.getByTestId("share-who").fill(eva.account.email);
    await page.getByText("Household", { exact: true }).tap();
    await page.locator("summary").tap();
    await page.getByText("Only these", { exact: true }).tap();
    const channels = page.getByRole("group", { name: "Which values" }).getByRole("checkbox");
    for (const box of await channels.all()) await box.uncheck();
    await page.getByTestId("share-submit").tap();
    await page.getByText("Choose at least one value.").waitFor();
    await page.getByRole("checkbox", { name: "Power", exact: true }).check();
    await waitFor("the preview", async () => (await page.locator("[data-channel]").count()) === 1);
    expect(await findFaults(page)).toEqual([]);
    await page.getByTestId("share-submit").tap();
    expect(await page.getByTestId("receipt").textContent()).toContain("Live, every value · Power");
    await answer(eva, await page.getByTestId("share-link").inputValue());
    await eva.page.getByTestId("accept").tap();
    await lentNode(eva.page, "raw").waitFor();
  });

  it("shows the other that value, live and past, and nothing else of the node", async () => {
    const { page } = eva;
    await waitFor(
      "the live value",
      async () => {
        await home.network.publish("heater", JSON.stringify({ power: 222, energy: 5, voltage: 231, state: "ON" }));
        return (await page.getByTestId("lent-value").textContent())?.includes("222");
      },
      60_000,
    );
    const shown = page.locator("[data-channel]");
    expect(await shown.evaluateAll((all) => all.map((each) => each.getAttribute("data-channel")))).toEqual(["power"]);
    expect(await page.getByLabel("Which value").locator("option").allTextContents()).toEqual(["Energy", "Power"]);
    expect((await readBars(page)).every((bar) => /: 1\d Wh$/.test(bar))).toBe(true);
    const body = await page.locator("body").textContent();
    expect(body).not.toMatch(/Voltage|231|State/);
    expect(await findFaults(page)).toEqual([]);
    const viewId = await toViewId(home.nodeId, ["power"]);
    expect((await readGrant(eva.uid))?.view).toBe(viewId);
    for (const path of [`/node/${home.nodeId}`, "/", "/history", `/sharing/new?node=${home.nodeId}`]) {
      await open(page, path);
      await page.getByRole("heading").first().waitFor();
      expect(await page.locator("body").textContent()).not.toMatch(/Voltage|231/);
      expect(await page.getByTestId("node-row").count()).toBe(0);
    }
  });
});

describe("a grant that is changed", () => {
  it("is followed by the other's page, and ends when it did", async () => {
    const { page, network, nodeId } = home;
    await lend(max, { until: Date.now() + 7 * DAY_MS - HOUR_MS });
    const before = await readGrant(max.uid);
    await signIn(max.page, max.account);
    await max.page.getByTestId("welcome").waitFor();
    await open(max.page, `/sharing/with-me/${nodeId}`);
    await lentNode(max.page, "hour").waitFor();
    expect((await readBars(max.page)).every((bar) => /: 11\d Wh$/.test(bar))).toBe(true);

    await open(page, `/sharing?home=${network.networkId}`);
    await page.getByRole("link", { name: `Change, heater, ${max.account.email}` }).tap();
    await page.getByRole("heading", { name: `Change what ${max.account.email} sees` }).waitFor();
    await page.getByText("Day", { exact: true }).first().tap();
    await lentNode(page, "day").waitFor();
    await page.getByTestId("share-submit").tap();
    await page.getByText("It is changed").waitFor();
    await lentNode(max.page, "day").waitFor({ timeout: FOLLOW_MS });
    expect((await readBars(max.page)).every((bar) => /: 0\.2\d kWh$/.test(bar))).toBe(true);
    expect(await readGrant(max.uid)).toMatchObject({ resolution: "day", from: before?.from, until: before?.until });
  });

  it("that ends within a week is called to mind on both sides", async () => {
    const { page, network } = home;
    await open(page, `/sharing?home=${network.networkId}`);
    const note = `${max.account.email} sees heater for 7 more days.`;
    await page.getByText(note).waitFor();
    // Lent without an end.
    expect(await page.getByText(`${eva.account.email} sees`).count()).toBe(0);
    await page.getByRole("link", { name: "Change the end" }).tap();
    await page.getByTestId("share-until").waitFor();
    await open(max.page, "/sharing/with-me");
    await max.page.getByText("heater is lent to you for 7 more days.").waitFor();
    expect(await findFaults(max.page)).toEqual([]);
  });

  it("shows an earlier day as not lent, not as nothing used", async () => {
    const toDay = (at: number) => new Intl.DateTimeFormat("en-CA", { timeZone: homeZone }).format(at);
    await open(max.page, `/sharing/with-me/${home.nodeId}`);
    await lentNode(max.page, "day").waitFor();
    await change(max, { historyFrom: toDay(Date.now() - DAY_MS) });
    await lentNode(max.page, "hour").waitFor({ timeout: FOLLOW_MS });
    const earlier = max.page.getByRole("button", { name: "Earlier" });
    await earlier.tap();
    expect(await readBars(max.page)).not.toEqual([]);
    await earlier.tap();
    await max.page.getByText("This time is not lent to you: it begins before").waitFor();
    for (const id of ["lent-bars", "lent-total"]) expect(await max.page.getByTestId(id).count()).toBe(0);
    // The same day is there for its owner.
    await change(max, {});
    await max.page.getByTestId("lent-total").waitFor({ timeout: FOLLOW_MS });
    expect(await readBars(max.page)).toHaveLength(24);
  });

  it("ends by the page's own timer at its moment", async () => {
    await lentNode(max.page, "hour").waitFor();
    const term = max.page.locator("dd").filter({ hasText: /^until / });
    const before = await term.textContent();
    const until = Date.now() + SHORT_MS;
    await change(max, { until });
    await waitFor("the new end", async () => (await term.textContent()) !== before);
    expect(Date.now()).toBeLessThan(until);
    // Nobody can tell the page any more.
    await max.page.context().setOffline(true);
    await gone(max.page).waitFor({ timeout: SHORT_MS + TIMER_MS });
    const at = Date.now();
    await max.page.context().setOffline(false);
    expect(at).toBeGreaterThanOrEqual(until);
    expect(at - until).toBeLessThanOrEqual(TIMER_MS);
    await open(max.page, "/sharing/with-me");
    await max.page.getByText("Nothing is lent to you").waitFor();
  });
});

describe("the other", () => {
  it("gives back what was lent", async () => {
    const { page, nodeId, network } = home;
    await lend(max, {});
    await max.page.getByTestId("lent-row").tap();
    await max.page.getByTestId("leave").tap();
    await max.page.getByTestId("leave-yes").tap();
    await max.page.getByText("Nothing is lent to you").waitFor();
    expect(await readGrant(max.uid)).toBeNull();
    await open(max.page, `/sharing/with-me/${nodeId}`);
    await gone(max.page).waitFor();
    await open(page, `/access-log?home=${network.networkId}`);
    const entry = page.locator('[data-testid="log-entry"][data-act="leave"]');
    await entry.filter({ hasText: "gave heater back" }).waitFor();
    expect(await entry.textContent()).toContain(max.account.email);
  });

  it("declines what is offered, and the link is used up", async () => {
    const { page, network } = home;
    const link = await invite(max.account, {});
    await open(page, `/sharing?home=${network.networkId}`);
    await page.getByTestId("invitation").getByText(max.account.email).waitFor();
    await open(max.page, link);
    await max.page.getByTestId("decline").tap();
    await max.page.getByTestId("decline-yes").tap();
    await max.page.getByText("Nothing was shared").waitFor();
    expect(await readGrant(max.uid)).toBeNull();
    await open(max.page, link);
    await max.page.getByText("This invitation is not for you, or over").waitFor();
    await open(page, `/sharing?home=${network.networkId}`);
    await page.getByTestId("grant").first().waitFor();
    expect(await page.getByTestId("invitation").count()).toBe(0);
  });
});

describe("a company's program", () => {
  const clientId = `acme-${randomUUID().slice(0, 8)}`;
  const consent = (id: string) =>
    `/consent?client=${id}&nodes=${home.nodeId}&resolution=day&purpose=${encodeURIComponent("A tariff that fits")}`;

  it("is allowed by its link what the owner agrees to", async () => {
    const { page } = home;
    await db.doc(paths.client(clientId)).set(toClient("Acme Energy"));
    await open(page, consent("nobody-knows-it"));
    await page.getByTestId("share-submit").tap();
    await page.getByRole("alert").waitFor();
    await open(page, consent(clientId));
    await page.getByTestId("share-submit").tap();
    await page.getByText("It is allowed").waitFor();
    expect(await page.getByTestId("receipt").textContent()).toContain("What for: A tariff that fits");
    expect(await readGrant(toClientPrincipal(clientId))).toMatchObject({
      label: "Acme Energy",
      principal: "client",
      resolution: "day",
      purpose: "A tariff that fits",
    });
  });

  it("is named on the page, and its grant ended there", async () => {
    const { page } = home;
    await page.getByText("See who sees what").tap();
    await page.getByRole("heading", { name: "Acme Energy" }).waitFor();
    await page.getByText("Program", { exact: true }).waitFor();
    expect(await findFaults(page)).toEqual([]);
    const row = page.getByTestId("grant").filter({ hasText: "A tariff that fits" });
    await row.getByTestId("end").tap();
    await row.getByTestId("end-yes").tap();
    await page.getByText("Ended: Acme Energy sees nothing new of heater.").waitFor();
    expect(await readGrant(toClientPrincipal(clientId))).toBeNull();
  });
});

describe("an administrator", () => {
  let ada: Guest;

  it("is appointed by the owner", async () => {
    ada = await createGuest("ada");
    const { page, network } = home;
    await open(page, `/sharing?home=${network.networkId}`);
    await page.getByText("Appoint an administrator").tap();
    await page.getByTestId("share-who").fill(ada.account.email);
    await page.getByTestId("share-submit").tap();
    await answer(ada, await page.getByTestId("share-link").inputValue());
    await ada.page.getByTestId("accept").tap();
    await ada.page.getByText("Manage who sees it").tap();
    await ada.page.getByText("All grants in one table").waitFor();
    // Only an owner appoints.
    expect(await ada.page.getByText("Appoint an administrator").count()).toBe(0);
  });

  it("ends another's grant in the table, in which their own and the owner's cannot be chosen", async () => {
    await open(eva.page, `/sharing/with-me/${home.nodeId}`);
    await lentNode(eva.page, "raw").waitFor();
    const { page } = ada;
    await page.getByText("All grants in one table").tap();
    const row = (hasText: string) => page.getByRole("row").filter({ hasText });
    await row(eva.account.email).waitFor();
    expect(await row(ada.account.email).getByRole("checkbox").isDisabled()).toBe(true);
    expect(await row(ada.account.email).textContent()).toContain("Your own right: only the owner changes it.");
    expect(await row(home.owner.email).getByRole("checkbox").count()).toBe(0);
    expect(await row(home.owner.email).textContent()).toContain("The owner's right cannot be ended.");
    await page.getByRole("searchbox").fill("nobody of this name");
    await page.getByText("Nothing fits what you look for.").waitFor();
    await row(home.owner.email).waitFor();
    await page.getByRole("searchbox").fill("");
    await page.getByRole("checkbox", { name: "Choose all shown" }).check();
    await page.getByText("1 chosen").waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.getByTestId("end-selected").tap();
    await page.getByTestId("end-selected-yes").tap();
    await page.getByText("1 grant was ended.").waitFor();
    await gone(eva.page).waitFor({ timeout: FOLLOW_MS });
  });

  it("becomes the owner, who stays as administrator", async () => {
    const { page, network, owner } = home;
    await open(page, `/sharing?home=${network.networkId}`);
    await page.getByTestId("transfer").tap();
    await page.getByTestId("transfer-yes").tap();
    await page.getByText(`${ada.account.email} owns this home now.`).waitFor();
    await page.getByText("Your own right: only the owner changes it.").waitFor();
    expect(await page.getByText("Appoint an administrator").count()).toBe(0);
    await open(page, "/");
    await page.getByTestId("welcome").waitFor();
    await open(ada.page, "/");
    await ada.page.getByTestId("node-row").waitFor();
    await open(ada.page, `/sharing/table?home=${network.networkId}`);
    const row = ada.page.getByTestId("grant-row").filter({ hasText: owner.email });
    expect(await row.getByRole("checkbox").isEnabled()).toBe(true);
    expect(await ada.page.getByTestId("grant-row").count()).toBe(1);
  });
});
