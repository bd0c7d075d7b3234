import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayStatusSchema } from "@lastmeter/model/gateway";
import { type NetworkId, networkIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { devices } from "../home/devices.ts";
import { createHomeModel } from "../home/model.ts";
import { type RunningHome, runHome } from "../home/run-home.ts";
import { defaultHome, type HomeConfig } from "../home/simulated-zigbee2mqtt.ts";
import { waitFor } from "../stack/wait-for.ts";
import { BridgeProcess } from "../support/bridge-process.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { findFaults } from "../support/screen.ts";
import { type Account, createAccount, openDatabase, requireStack } from "../support/stack.ts";
import { readLive, requireNode, waitForNodes } from "../support/stored.ts";

const configSchema = z.object({ network: networkIdSchema, key: z.string(), dispatcher: z.string() });
const plug = devices.find(({ key }) => key === "waterHeater") ?? expect.fail("no plug");
const MINUTE_MS = 60_000;

const db = openDatabase();
const directory = mkdtempSync(join(tmpdir(), "lastmeter-added-"));
let browser: Browser;
let owner: Account;
let page: Page;
let networkId: NetworkId;
let home: RunningHome;
let bridge: BridgeProcess;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await createAccount("newcomer");
  page = await (await openPhone(browser)).newPage();
});
afterAll(async () => {
  await browser?.close();
  await bridge?.end("SIGTERM");
  await home?.close();
  rmSync(directory, { recursive: true, force: true });
});

let checkedMs = 0;
/** Faults of the page as it stands; what the looking costs is no part of anybody's wait. */
async function check(): Promise<void> {
  const startedAt = Date.now();
  expect(await findFaults(page)).toEqual([]);
  checkedMs += Date.now() - startedAt;
}

const open = (path: string) => page.goto(`${requireStack().app}${path}`);
const readStatus = async () => gatewayStatusSchema.parse((await db.doc(paths.gatewayStatus(networkId)).get()).data());

/** A home whose water heater heats now and for a while: elsewhere, by other habits. */
function toHeatingHome(baseTopic: string): HomeConfig {
  const hours = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? `Etc/GMT+${hour}` : `Etc/GMT-${hour - 11}`));
  const homes = [1, 2, 3, 4].flatMap((seed) =>
    hours.map((timeZone) => ({ ...defaultHome, seed, timeZone, baseTopic })),
  );
  const heating = homes.find((each) => {
    const model = createHomeModel(each);
    return [0, 3, 6].every((ahead) => model.homeAt(Date.now() + ahead * MINUTE_MS).loadsW.waterHeater > 1000);
  });
  return heating ?? expect.fail("nobody's water heater heats now");
}

describe("somebody who has no network yet", () => {
  it("adds one in the app, gives its file to a bridge, and sees it connect", async () => {
    await signIn(page, owner);
    await page.getByRole("link", { name: "Add your network" }).tap();
    const startedAt = Date.now();
    checkedMs = 0;
    await page.getByTestId("network-name").waitFor();
    await check();
    await page.getByTestId("add-next").tap();
    await page.getByText("Give it a name").waitFor();
    await page.getByTestId("network-name").fill("Summer house");
    await page.getByTestId("add-next").tap();
    await page.getByText("Coordinates").tap();
    await page.getByTestId("network-coordinates").fill("37.98, 23.73");
    await page.getByRole("button", { name: "Use this zone" }).tap();
    expect(await page.getByTestId("network-zone").inputValue()).toBe("Europe/Athens");
    await check();
    await page.getByTestId("add-next").tap();

    await page.getByTestId("key-step").waitFor();
    const key = await page.getByTestId("key").innerText();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("key-file").tap()]);
    expect(download.suggestedFilename()).toBe("lastmeter-summer-house.json");
    const file = configSchema.parse(JSON.parse(readFileSync(await download.path(), "utf8")));
    expect(file.key).toBe(key);
    networkId = file.network;
    await page.getByTestId("show-qr").tap();
    await page.getByRole("img", { name: "QR code" }).waitFor();
    await check();
    // Whoever goes without the key is asked first.
    await page.getByRole("navigation").getByRole("link", { name: "Home" }).tap();
    await page.getByTestId("leave-stay").tap();
    expect(await page.getByTestId("key-next").isDisabled()).toBe(true);
    await page.getByTestId("key-kept").tap();
    await page.getByTestId("key-next").tap();
    await page.locator('[data-testid="step-hello"][data-state="now"]').waitFor();
    expect(await page.content()).not.toContain(key);
    await check();

    const baseTopic = `test/${networkId.slice(0, 8)}`;
    const mqttUrl = requireStack().mqtt;
    home = await runHome({
      mqttUrl,
      config: toHeatingHome(baseTopic),
      now: Date.now,
      tickMs: 250,
      kept: null,
      stateFile: null,
    });
    bridge = new BridgeProcess(directory, { ...file, mqtt: { url: mqttUrl, baseTopic }, link: { drainIntervalMs: 0 } });
    await bridge.start();
    await page.locator('[data-testid="step-receiving"][data-state="done"]').waitFor({ timeout: 60_000 });
    console.log(
      `from "add" to the first reading by script: ${((Date.now() - startedAt - checkedMs) / 1000).toFixed(1)} s`,
    );
    await page.getByText(`${devices.length} devices found`).waitFor({ timeout: 30_000 });
    await check();
  }, 120_000);

  it("approves a device with its name, room and role at once", async () => {
    await page.getByRole("link", { name: "Approve them" }).tap();
    const pending = page.getByTestId("pending");
    await waitFor("all to wait for approval", async () => (await pending.count()) === devices.length);
    await check();
    const card = page.locator(`[data-testid="pending"][data-node="${plug.friendlyName}"]`);
    await card.getByTestId("node-name").fill("Boiler");
    await card.getByTestId("node-room").fill("Bathroom");
    await card.getByTestId("approve").tap();
    await page.getByTestId("node-line").filter({ hasText: "Boiler" }).waitFor();
    const nodes = await waitForNodes(db, networkId, devices.length);
    expect(requireNode(nodes, plug.address).node).toMatchObject({ name: "Boiler", room: "Bathroom", status: "active" });

    // One more decision on its own page; what the network says of it later changes none of them.
    await page.getByTestId("node-line").filter({ hasText: "Boiler" }).tap();
    await page.getByTestId("node-protected").tap();
    await page.getByTestId("node-save").tap();
    await page.getByText("Saved.").waitFor();
    await check();
    const changed = requireNode(await waitForNodes(db, networkId, devices.length), plug.address);
    expect(changed.node).toMatchObject({ name: "Boiler", protected: true });
    await page.getByTestId("node-protected").tap();
    await page.getByTestId("node-save").tap();
    await page.getByText("Saved.").waitFor();
  });

  it("opens the network for new devices, with a countdown, and closes it", async () => {
    await open(`/admin/${networkId}/nodes`);
    await page.getByTestId("pairing-open").tap();
    await page.locator('[data-testid="pairing"][data-phase="open"]').waitFor({ timeout: 30_000 });
    expect(await page.getByTestId("countdown").innerText()).toMatch(/^[34]:\d\d$/);
    await check();
    await page.getByTestId("pairing-close").tap();
    await page.locator('[data-testid="pairing"][data-phase="closed"]').waitFor({ timeout: 30_000 });
  });

  it("switches the plug off on the phone, and its power confirms it", async () => {
    const { id } = requireNode(await waitForNodes(db, networkId, devices.length), plug.address);
    await waitFor("the boiler to heat", async () => ((await readLive(db, id))?.power?.value ?? 0) > 10_000, 60_000);
    await open(`/node/${id}`);
    const control = page.locator('[data-testid="control"][data-channel="state"]').getByRole("switch");
    await control.waitFor();
    await control.tap();
    await waitFor("the plug to say off", async () => (await control.getAttribute("aria-checked")) === "false", 30_000);
    await waitFor("the boiler to draw nothing", async () => (await readLive(db, id))?.power?.value === 0, 60_000);
  });
});

describe("a gateway that is revoked", () => {
  it("is refused from its next call on, hears nothing more, and keeps its data", async () => {
    await open(`/admin/${networkId}`);
    await page.getByTestId("gateway").waitFor();
    await check();
    await waitFor("the bridge to listen", async () => (await bridge.health()).listener === "listening");
    await page.getByTestId("revoke").tap();
    await page.getByTestId("revoke-yes").tap();
    await page.getByText("This gateway was revoked on").waitFor({ timeout: 30_000 });
    expect((await readStatus()).revokedAt).not.toBeNull();

    await waitFor("the bridge to be refused", async () => (await bridge.health()).link === "revoked", 60_000);
    await waitFor("its listener to end", async () => (await bridge.health()).listener !== "listening");
    const before = await bridge.health();
    await waitFor("readings to stay on its disk", async () => {
      const { queue, queueLength } = await bridge.health();
      return queueLength > before.queueLength && queue.cursor === before.queue.cursor;
    });
    const order = { kind: "permitJoin", seconds: 60 };
    expect((await call("command", owner, { networkId, order })).status).not.toBe(200);
  });

  it("gives way to a new one, with a key that is shown once more", async () => {
    await page.getByTestId("replace").tap();
    await page.getByTestId("replace-yes").tap();
    await page.getByTestId("key-step").waitFor();
    await check();
  });
});

describe("somebody else", () => {
  it("is told plainly who can administer; appointed by the owner, they can, but see no key", async () => {
    const appointed = await createAccount("appointed");
    const other = await (await openPhone(browser)).newPage();
    const openOther = (path: string) => other.goto(`${requireStack().app}${path}`);
    await signIn(other, appointed);
    await other.getByTestId("welcome").waitFor();
    await openOther(`/admin/${networkId}`);
    await other.getByText("Only an administrator can do this").waitFor();
    expect(await findFaults(other)).toEqual([]);

    const admin = { role: "admin", resolution: "raw", channels: null, from: Date.now(), until: null };
    const terms = { ...admin, historyFrom: null, purpose: "" };
    const invite = { act: "invite", networkId, nodeIds: null, email: appointed.email, terms };
    const invited = z.object({ result: z.object({ token: z.string() }) });
    const { token } = invited.parse((await call("sharing", owner, invite)).body).result;
    expect((await call("sharing", appointed, { act: "accept", networkId, token })).status).toBe(200);
    await openOther("/admin");
    await other.getByTestId("network").filter({ hasText: "Summer house" }).tap();
    await other.getByTestId("gateway").waitFor();
    expect(await other.getByTestId("replace").isDisabled()).toBe(true);
    await other.getByRole("link", { name: "Devices" }).tap();
    await other.getByTestId("node-line").filter({ hasText: "Boiler" }).waitFor();
    await openOther("/settings");
    await other.getByTestId("manage").waitFor();
  });
});
