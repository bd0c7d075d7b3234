import { randomUUID } from "node:crypto";
import { paths } from "@lastmeter/model/paths";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { openApi, toBearer } from "../support/api.ts";
import { launchBrowser, openPhone, signIn, viewports } from "../support/browser.ts";
import { startPlugHome } from "../support/plug-home.ts";
import { findFaults } from "../support/screen.ts";
import { type Account, createAccount, openDatabase, requireStack, type TestNetwork } from "../support/stack.ts";

const db = openDatabase();
const company = `Helios ${randomUUID().slice(0, 8)}`;
const looks = [
  { viewport: "phone", dark: true },
  { viewport: "desktop", dark: false },
] as const;

let browser: Browser;
let network: TestNetwork;
let owner: Account;

const open = (page: Page, path: string) => page.goto(`${requireStack().app}${path}`);
const signedIn = async (account: Account, path: string, viewport: keyof typeof viewports = "phone") => {
  const page = await (await openPhone(browser, { viewport })).newPage();
  await signIn(page, account);
  await page.getByRole("navigation").first().waitFor();
  await open(page, path);
  return page;
};

/** Narrow and wide, dark and light. */
async function expectFit(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const { viewport, dark } of looks) {
    await page.setViewportSize(viewports[viewport]);
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    expect(await findFaults(page), `${viewport}${dark ? ", dark" : ""}`).toEqual([]);
  }
  if (before) await page.setViewportSize(before);
}

beforeAll(async () => {
  browser = await launchBrowser();
  const names = { account: "lender", network: "companies", plug: "kettle" };
  ({ account: owner, network } = await startPlugHome(names));
});
afterAll(async () => {
  await network?.stop();
  await browser?.close();
});

describe("an owner's own program", () => {
  it("is let in by two taps, its secret is shown once, and it is gone when its access ends", async () => {
    const page = await signedIn(owner, "/sharing/apps");
    await page.getByText("No program reads anything here").waitFor();
    await expectFit(page);
    await page.getByTestId("own-program").click();
    await page.getByTestId("make-program").click();
    await page.getByTestId("secret-once").waitFor();
    await expectFit(page);
    const clientId = (await page.getByTestId("client-id").textContent()) ?? "";
    const secret = (await page.getByTestId("client-secret").textContent()) ?? "";
    expect(secret).toMatch(/^lmsk_/);

    const stored = await db.doc(paths.client(clientId)).get();
    expect(stored.get("state")).toBe("active");
    expect(JSON.stringify(stored.data())).not.toContain(secret);

    await page.getByRole("link", { name: "Done" }).click();
    const program = page.getByTestId("program");
    await program.getByText("Your own program").waitFor();
    await program.getByText("Never used yet").waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
    await expectFit(page);

    const api = openApi();
    const listed = await api.GET("/v1/nodes", { headers: await toBearer(api, { clientId, secret }) });
    expect(listed.data?.nodes.map(({ name }) => name)).toEqual(["kettle"]);
    await page.reload();
    await program.getByText(/^Last used/).waitFor();

    await page.getByTestId("own-programs").click();
    const card = page.getByTestId("client");
    await card.getByRole("button", { name: "Make a second secret" }).click();
    const second = (await card.getByTestId("client-secret").textContent()) ?? "";
    expect(second).not.toBe(secret);
    await toBearer(api, { clientId, secret: second });
    await card.getByRole("button", { name: "Edit" }).click();
    await page.locator('input[name="client-name"]').fill("Night reader");
    await page.getByTestId("client-save").click();
    await card.getByRole("heading", { name: "Night reader" }).waitFor();
    await expectFit(page);
    await page.goBack();

    await page.getByTestId("end").click();
    await page.getByTestId("end-yes").click();
    await page.getByText("No program reads anything here").waitFor();
    const grants = await db.collectionGroup("grants").where("principalId", "==", `c~${clientId}`).get();
    expect(grants.size).toBe(0);
    expect((await db.doc(paths.client(clientId)).get()).exists).toBe(false);
    await page.getByTestId("own-programs").click();
    await page.getByText("No program yet").waitFor();
    await page.context().close();
  });
});

describe("a company", () => {
  it("is approved by the operator, registers a program and asks an owner by its link", async () => {
    const clerk = await signedIn(await createAccount("clerk"), "/company", "desktop");
    await clerk.getByRole("button", { name: "Register a company" }).click();
    await clerk.getByTestId("company-save").click();
    await clerk.getByText("A name of at most 80 characters.").waitFor();
    await clerk.locator('input[name="name"]').fill(company);
    await clerk.getByLabel("Contact e-mail").fill("data@helios.example");
    await clerk.getByTestId("company-save").click();
    await clerk.getByText("Waits for approval").waitFor();
    expect(await clerk.getByTestId("add-client").isDisabled()).toBe(true);
    await expectFit(clerk);

    const stranger = await signedIn(await createAccount("stranger"), "/operator");
    await stranger.getByText("This page is the operator's").waitFor();
    expect(await stranger.getByText(company).count()).toBe(0);
    await stranger.context().close();

    const operator = await signedIn(requireStack().accounts.operator, "/operator", "desktop");
    const request = operator.getByTestId("provider").filter({ hasText: company });
    await request.waitFor();
    await expectFit(operator);
    await request.getByTestId("approve").click();
    await request.getByText("Approved", { exact: true }).waitFor();
    await operator.context().close();

    await clerk.reload();
    await clerk.getByTestId("add-client").click();
    await clerk.locator('input[name="client-name"]').fill("Load forecast");
    await clerk.getByTestId("client-save").click();
    const clientId = (await clerk.getByTestId("client-id").textContent()) ?? "";
    await clerk.getByTestId("client-done").click();
    const card = clerk.getByTestId("client");
    await card.getByText("Ask an owner for consent").click();
    await card.getByLabel("Purpose").fill("Forecast tomorrow's load");
    const link = (await card.getByTestId("consent-link").textContent()) ?? "";
    await expectFit(clerk);

    const page = await signedIn(owner, new URL(link).pathname + new URL(link).search);
    await page
      .getByText("Forecast tomorrow's load")
      .or(page.locator('input[value="Forecast tomorrow\'s load"]'))
      .first()
      .waitFor();
    await page
      .getByText(/Helios/)
      .first()
      .waitFor();
    await page.getByRole("checkbox", { name: /kettle/ }).check();
    await page.getByTestId("share-submit").click();
    await page.getByTestId("receipt").waitFor();

    await clerk.reload();
    await card.getByText("1 device lent").click();
    await card.getByRole("rowheader", { name: /kettle/ }).waitFor();
    await expectFit(clerk);

    await open(page, "/sharing/apps");
    await page.getByTestId("program").getByText(`By ${company}`).waitFor();
    await page.getByTestId("end").click();
    await page.getByTestId("end-yes").click();
    await page.getByText("No program reads anything here").waitFor();
    // The program stays the company's.
    expect((await db.doc(paths.client(clientId)).get()).exists).toBe(true);
    await page.context().close();

    await clerk.getByTestId("client-disable").click();
    await clerk.getByTestId("client-disable-yes").click();
    await card.getByText("Off", { exact: true }).waitFor();
    await waitFor(
      "the program to be off",
      async () => (await db.doc(paths.client(clientId)).get()).get("state") === "disabled",
    );
    await clerk.context().close();
  });
});
