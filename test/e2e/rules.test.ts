import { alarmSchema } from "@lastmeter/model/alarm";
import { paths } from "@lastmeter/model/paths";
import { ruleRunSchema, ruleSchema } from "@lastmeter/model/rule";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn, viewports } from "../support/browser.ts";
import { toDeviceList } from "../support/plug.ts";
import { findFaults } from "../support/screen.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";

const db = openDatabase();
let browser: Browser;
let owner: Account;
let network: TestNetwork;
let page: Page;

const open = (path: string) => page.goto(`${requireStack().app}${path}`);
const tick = () => fetch(`${requireStack().functions}/tickNow`, { method: "POST" });
const readRules = async () =>
  (await db.collection(paths.rules(network.networkId)).get()).docs.map((each) => ({
    ruleId: each.id,
    ...ruleSchema.parse(each.data()),
  }));
const readAlarms = async () =>
  (await db.collection(paths.alarms(network.networkId)).where("kind", "==", "rule").get()).docs.map((each) =>
    alarmSchema.parse(each.data()),
  );

/** Narrow and dark, wide and light. */
async function expectFit(): Promise<void> {
  for (const [viewport, colorScheme] of [
    ["desktop", "light"],
    ["phone", "dark"],
  ] as const) {
    await page.setViewportSize(viewports[viewport]);
    await page.emulateMedia({ colorScheme });
    expect(await findFaults(page), `${viewport}, ${colorScheme}`).toEqual([]);
  }
}

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await createAccount("ruler");
  network = await startTestNetwork({ name: "rules", owner: owner.email });
  await network.publish("bridge/state", '{"state":"online"}', true);
  await network.publish("bridge/devices", toDeviceList("Water heater"), true);
  await waitForNodes(db, network.networkId, 1);
  const { docs } = await db.collection("nodes").where("networkId", "==", network.networkId).get();
  await docs[0]?.ref.update({ status: "active" });
  await network.publish("Water heater", '{"power": 3, "energy": 1, "voltage": 230, "state": "ON"}');
  page = await (await openPhone(browser)).newPage();
  await signIn(page, owner);
  await page.getByRole("navigation").first().waitFor();
});
afterAll(async () => {
  await network?.stop();
  await browser?.close();
});

describe("a rule made on a phone", () => {
  it("is said as a sentence while it is made, tried on the past, and saved", async () => {
    await open("/rules");
    await page.getByText("No rule yet").waitFor();
    await expectFit();
    await page.getByRole("link", { name: "New rule" }).click();
    await page.getByTestId("template-tooMuch").waitFor();
    // Nothing in this home opens.
    expect(await page.getByTestId("template-opened").count()).toBe(0);
    await expectFit();
    await page.getByTestId("template-tooMuch").click();
    const sentence = page.getByTestId("sentence");
    await sentence.waitFor();
    expect(await sentence.textContent()).toBe(
      "When Water heater is above 2.00 kW for 1 minute, then raise an alarm (warning) and tell me (warning)",
    );
    await page.getByLabel("Unit").first().selectOption("second");
    await page.getByLabel("For at least").fill("5");
    expect(await sentence.textContent()).toContain("for 5 seconds");

    await page.getByTestId("add-guard").click();
    expect(await sentence.textContent()).toContain("only if it is between 22:00 and 06:00 (every day)");
    await page.getByRole("button", { name: "Take out" }).first().click();
    expect(await sentence.textContent()).not.toContain("only if");

    await page.getByTestId("replay-run").click();
    await page.getByTestId("replayed").getByText("It would not have happened once.").waitFor();
    await expectFit();
    await page.getByTestId("save-rule").click();
    await page.getByTestId("rule-saved").waitFor();
    const [rule] = await readRules();
    expect(rule).toMatchObject({ on: true, version: 1, stopped: null, promptness: "atOnce" });
    expect(rule?.rule.when).toMatchObject({ kind: "value", is: "above", limit: 2000, forMs: 5000 });
  });

  it("raises one alarm when the heater does, with nobody watching, and its record says why", async () => {
    await page.goto("about:blank");
    await network.publish("Water heater", '{"power": 2350, "energy": 1, "voltage": 230, "state": "ON"}');
    await waitFor("the alarm", async () => {
      await tick();
      return (await readAlarms()).length > 0;
    });
    await tick();
    expect(await readAlarms()).toHaveLength(1);
    const [rule] = await readRules();
    const runs = await db.collection(paths.ruleRuns(network.networkId, rule?.ruleId ?? "")).get();
    expect(runs.docs.map((each) => ruleRunSchema.parse(each.data()).version)).toEqual([1]);

    await open(`/rules/${network.networkId}/${rule?.ruleId}`);
    const run = page.getByTestId("run");
    await run.waitFor();
    await run.getByText(/Water heater is above 2.00 kW for 5 seconds: 2.35 kW/).waitFor();
    await run.getByText("One person was told").waitFor();
    await expectFit();
    await run.getByRole("link", { name: "An alarm was raised" }).click();
    await page.waitForURL(/\/alarms\//);
  });

  it("is switched off from the list, changed as a new version, and removed", async () => {
    await open("/rules");
    await page.getByRole("switch").click();
    await waitFor("the rule to be off", async () => (await readRules())[0]?.on === false);
    await expectFit();
    await page.getByTestId("rule").getByRole("link").click();
    await page.getByRole("link", { name: "Change" }).click();
    await page.getByRole("textbox", { name: "Limit" }).fill("1800");
    await page.getByTestId("save-rule").click();
    await page.getByTestId("rule-saved").waitFor();
    expect((await readRules())[0]).toMatchObject({ version: 2, on: false });
    await page.getByRole("button", { name: "Show the rule" }).click();
    // What the first run meant stays as it was.
    await page.getByText(/Water heater is above 2.00 kW for 5 seconds: 2.35 kW/).waitFor();
    await page.getByTestId("remove-rule").click();
    await page.getByTestId("remove-rule-yes").click();
    await page.getByText("No rule yet").waitFor();
    expect(await readRules()).toEqual([]);
  });

  it("can speak of money once the tariff is known", async () => {
    await open("/rules");
    await page.getByRole("link", { name: /^Tariff/ }).click();
    await page.getByText("lower at some hours").click();
    await page.getByTestId("save-tariff").click();
    await page.getByText("The tariff holds from now on.").waitFor();
    await expectFit();
    await open(`/rules/${network.networkId}/new/expensive`);
    await page.getByTestId("sentence").waitFor();
    expect(await page.getByTestId("sentence").textContent()).toBe(
      "When energy costs more than €0.30/kWh, then set Water heater: Switch to Off and tell me (for information). When it is over, set Water heater: Switch to On",
    );
  });
});
