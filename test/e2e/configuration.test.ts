import { mqttPresets } from "@lastmeter/model/mqtt-presets";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BothKinds, startBothKinds } from "../support/both-kinds.ts";
import { launchBrowser, openPhone, signIn, viewports } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { findFaults, findMisplaced } from "../support/screen.ts";
import { requireStack } from "../support/stack.ts";

let browser: Browser;
let kinds: BothKinds;
let pages: readonly { readonly name: string; readonly path: string; readonly shows: string }[];

beforeAll(async () => {
  [browser, kinds] = await Promise.all([launchBrowser(), startBothKinds("screens")]);
  const { owner, zigbee, json, plugId } = kinds;
  const map = { act: "map", networkId: json.networkId, version: 0, mapping: { devices: mqttPresets } };
  await call("configuration", owner, map);
  pages = [
    { name: "device", path: `/admin/nodes/${plugId}/settings`, shows: "firmware" },
    { name: "zigbee2mqtt", path: `/admin/${zigbee.networkId}/configuration`, shows: "section-network" },
    { name: "mqttjson", path: `/admin/${json.networkId}/configuration`, shows: "mapped-device" },
  ];
});
afterAll(async () => {
  await kinds?.stop();
  await browser?.close();
});

/** What a person meets: the first of each that is closed, opened. */
async function openFirst(page: Page): Promise<void> {
  for (const kind of ["main details:not([open]) > summary", '[data-testid="mapped-channel"]:not([open]) > summary']) {
    const closed = page.locator(kind).first();
    if ((await closed.count()) > 0) await closed.click();
  }
}

describe.each([
  { viewport: "phone", dark: false },
  { viewport: "desktop", dark: true },
] as const)("configuration of both kinds of network at $viewport", ({ viewport, dark }) => {
  it("fits the screen, can be reached by thumb and read by everybody", async () => {
    const context = await openPhone(browser, { viewport, dark });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
    await signIn(page, kinds.owner);
    await page.getByTestId("home-power").waitFor();
    for (const { name, path, shows } of pages) {
      await page.goto(`${requireStack().app}${path}`);
      await page.getByTestId(shows).first().waitFor({ timeout: 60_000 });
      await openFirst(page);
      const found = [...(await findFaults(page)), ...(await findMisplaced(page))];
      faults.push(...found.map((fault) => `${name}: ${fault}`));
      const shot = await page.screenshot({
        fullPage: true,
        ...(process.env.LASTMETER_SHOTS ? { path: `${process.env.LASTMETER_SHOTS}/${name}-${viewport}.png` } : {}),
      });
      // PNG: width and height stand at bytes 16 and 20.
      expect(shot.readUInt32BE(16)).toBe(viewports[viewport].width);
      if (viewport === "phone") expect(shot.readUInt32BE(20)).toBeLessThan(5 * viewports.phone.height);
    }
    await context.close();
    expect(faults).toEqual([]);
  });
});

describe("the pages of both kinds", () => {
  it("show options of the one, and of the other its values as they are now, and what cannot be", async () => {
    const context = await openPhone(browser);
    const page = await context.newPage();
    await signIn(page, kinds.owner);
    await page.getByTestId("home-power").waitFor();
    const open = async (name: string) => {
      const found = pages.find((each) => each.name === name) ?? expect.fail(name);
      await page.goto(`${requireStack().app}${found.path}`);
      await page.getByTestId(found.shows).first().waitFor();
    };
    await open("zigbee2mqtt");
    expect(await page.getByTestId("mapped-device").count()).toBe(0);
    await open("device");
    await page.getByTestId("firmware").getByText("Nobody has looked for an update yet").waitFor();
    await open("mqttjson");
    expect(await page.getByTestId("section-network").count()).toBe(0);
    await page.getByTestId("mapped-device").first().locator("summary").first().click();
    await page.getByText("61.5 W").waitFor();
    await page.getByTestId("mapped-channel").first().locator("summary").click();
    await page.getByLabel("Topic", { exact: true }).fill("stat/+/POWER");
    await page.getByText("without + and #").waitFor();
    expect(await page.getByTestId("save-mapping").isDisabled()).toBe(true);
    await context.close();
  });
});
