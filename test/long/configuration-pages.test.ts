import { mqttPresets } from "@lastmeter/model/mqtt-presets";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BothKinds, startBothKinds } from "../support/both-kinds.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { findFaults } from "../support/screen.ts";
import { openDatabase, requireStack } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";

let browser: Browser;
let kinds: BothKinds;

beforeAll(async () => {
  [browser, kinds] = await Promise.all([launchBrowser(), startBothKinds("configurator")]);
});
afterAll(async () => {
  await kinds?.stop();
  await browser?.close();
});

async function open(page: Page, path: string, testId: string): Promise<void> {
  await page.goto(`${requireStack().app}${path}`);
  await page.getByTestId(testId).first().waitFor({ timeout: 60_000 });
}

const settingOf = (page: Page, key: string) => page.locator(`[data-key="${key}"]`);

describe("the settings of a device", () => {
  it("are found, changed and told as the device then has them; what it refuses says why", async () => {
    const page = await (await openPhone(browser)).newPage();
    await signIn(page, kinds.owner);
    await page.getByTestId("home-power").waitFor();
    await open(page, `/admin/nodes/${kinds.plugId}/settings`, "section-power");
    await page.getByRole("searchbox").fill("power-on");
    const setting = settingOf(page, "x:power_on_behavior");
    await setting.getByRole("combobox").selectOption({ label: "On" });
    await page.getByTestId("save-settings").click();
    await setting.getByText("As wanted").waitFor({ timeout: 90_000 });

    await page.getByRole("searchbox").fill("activePower");
    const report = settingOf(page, "r:1:haElectricalMeasurement:activePower");
    await report.getByLabel("Shortest interval").fill("900");
    await report.getByLabel("Longest interval").fill("60");
    await page.getByTestId("save-settings").click();
    await report.getByText("INVALID_VALUE").waitFor({ timeout: 90_000 });
    await page.context().close();
  });
});

describe("the description of other devices", () => {
  it("shows what the newest message makes of it, and makes devices of them", async () => {
    const page = await (await openPhone(browser)).newPage();
    await signIn(page, kinds.owner);
    await page.getByTestId("home-power").waitFor();
    await page.goto(`${requireStack().app}/admin/${kinds.json.networkId}/configuration`);
    await page.getByRole("button", { name: "Tasmota plug" }).click();
    await page.getByTestId("mapped-channel").filter({ hasText: "61.5 W" }).locator("summary").click();
    await page.getByTestId("preview").getByText("61.5 W").waitFor();
    await page.getByTestId("save-mapping").click();
    await page.getByTestId("save-mapping").waitFor({ state: "detached", timeout: 30_000 });
    await kinds.kettle.report();
    await waitForNodes(openDatabase(), kinds.json.networkId, 1);
    await page.context().close();
  });
});

const screens = [
  { viewport: "phone", dark: true },
  { viewport: "tablet", dark: false },
] as const;

describe("the pages of configuration", () => {
  it.each(screens)("can be used by everybody on a $viewport, dark $dark", async ({ viewport, dark }) => {
    const map = { act: "map", networkId: kinds.json.networkId, version: 0, mapping: { devices: mqttPresets } };
    await call("configuration", kinds.owner, map);
    const context = await openPhone(browser, { viewport, dark });
    const page = await context.newPage();
    await signIn(page, kinds.owner);
    await page.getByTestId("home-power").waitFor();
    const faults: unknown[] = [];
    const look = async (name: string, path: string, testId: string) => {
      await open(page, path, testId);
      const closed = page.locator("main details:not([open]) > summary");
      for (let left = Math.min(2, await closed.count()); left > 0; left--) await closed.first().click();
      faults.push(...(await findFaults(page)));
      const shots = process.env.LASTMETER_SHOTS;
      if (shots)
        await page.screenshot({ path: `${shots}/${name}-${viewport}-${dark ? "dark" : "light"}.png`, fullPage: true });
    };
    await look("settings", `/admin/nodes/${kinds.plugId}/settings`, "firmware");
    await look("network", `/admin/${kinds.zigbee.networkId}/configuration`, "section-network");
    await look("mapping", `/admin/${kinds.json.networkId}/configuration`, "mapped-device");
    await look("store", `/admin/${kinds.zigbee.networkId}/store`, "record");
    await context.close();
    expect(faults).toEqual([]);
  });
});
