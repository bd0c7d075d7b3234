import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayStatusSchema } from "@lastmeter/model/gateway";
import { type NetworkId, networkIdSchema } from "@lastmeter/model/ids";
import { networkSchema } from "@lastmeter/model/network";
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
const door = devices.find(({ key }) => key === "door") ?? expect.fail("no door");
const meter = devices.find(({ key }) => key === "grid") ?? expect.fail("no meter");
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
  const phone = await openPhone(browser);
  await phone.grantPermissions(["geolocation"]);
  await phone.setGeolocation({ latitude: 37.98381, longitude: 23.72754 });
  page = await phone.newPage();
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

const toBaseTopic = () => `test/${networkId.slice(0, 8)}`;
/** As set up with the downloaded file. */
function toBridge(file: z.infer<typeof configSchema>): BridgeProcess {
  const mqtt = { url: requireStack().mqtt, baseTopic: toBaseTopic() };
  return new BridgeProcess(directory, { ...file, mqtt, link: { drainIntervalMs: 0 } });
}

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
    // The phone's clock is Berlin's, and it is in Athens.
    await page.getByText("Here", { exact: true }).tap();
    await page.getByRole("button", { name: "Use where I am" }).tap();
    expect(await page.getByTestId("here").innerText()).toBe("37.98, 23.73");
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
    // The server knows the place no better than that.
    const stored = networkSchema.parse((await db.doc(paths.network(networkId)).get()).data());
    expect(stored).toMatchObject({ location: { latitude: 37.98, longitude: 23.73 }, timeZone: "Europe/Athens" });
    await page.getByTestId("show-qr").tap();
    await page.getByRole("img", { name: "QR code" }).waitFor();
    await check();
    // Whoever goes without the key is asked first.
    await page.getByRole("navigation").getByRole("link", { name: "Home" }).tap();
    await page.getByTestId("leave-stay").tap();
    await page.goBack();
    await page.getByTestId("leave-stay").tap();
    expect(await page.getByTestId("key").innerText()).toBe(key);
    expect(await page.getByTestId("key-next").isDisabled()).toBe(true);
    await page.getByTestId("key-kept").tap();
    await page.getByTestId("key-next").tap();
    await page.locator('[data-testid="step-hello"][data-state="now"]').waitFor();
    expect(await page.content()).not.toContain(key);
    await check();

    const mqttUrl = requireStack().mqtt;
    home = await runHome({
      mqttUrl,
      config: { ...toHeatingHome(toBaseTopic()), lost: ["door"] },
      now: Date.now,
      tickMs: 250,
      kept: null,
      stateFile: null,
    });
    bridge = toBridge(file);
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

    // More decisions on its own page; what the network says of it later changes none of them.
    await page.getByTestId("node-line").filter({ hasText: "Boiler" }).tap();
    await page.getByTestId("node-protected").tap();
    await page.getByTestId("node-role").selectOption("load");
    await page.getByTestId("node-inside").selectOption({ label: meter.friendlyName });
    await page.getByTestId("node-rated").fill("16");
    await page.getByTestId("node-save").tap();
    await page.getByText("Saved.").waitFor();
    await check();
    const all = await waitForNodes(db, networkId, devices.length);
    expect(requireNode(all, plug.address).node).toMatchObject({
      name: "Boiler",
      protected: true,
      role: "load",
      inside: requireNode(all, meter.address).id,
      ratedCurrentA: 16,
    });
    await page.getByTestId("node-protected").tap();
    await page.getByTestId("node-save").tap();
    await page.getByText("Saved.").waitFor();
  });

  it("takes a device out, opens the network with a countdown, and sees it come back", async () => {
    const statusOf = async () =>
      requireNode(await waitForNodes(db, networkId, devices.length), door.address).node.status;
    const { id } = requireNode(await waitForNodes(db, networkId, devices.length), door.address);
    await open(`/admin/nodes/${id}`);
    await page.getByTestId("remove").tap();
    await page.getByTestId("remove-yes").tap();
    // It is out of reach: nobody can tell it.
    await page.getByTestId("remove-force").tap();
    await page.getByTestId("remove-force-yes").waitFor();
    await check();
    await page.getByTestId("remove-force-yes").tap();
    await waitFor("the door to leave", async () => (await statusOf()) === "removed", 30_000);
    await page.getByText("It left the network").waitFor();
    await check();

    await open(`/admin/${networkId}/nodes`);
    await page.getByTestId("pairing-open").tap();
    await page.locator('[data-testid="pairing"][data-phase="open"]').waitFor({ timeout: 30_000 });
    expect(await page.getByTestId("countdown").innerText()).toMatch(/^[34]:\d\d$/);
    await page.getByTestId("joined").filter({ hasText: door.friendlyName }).getByText("Ready").waitFor();
    await check();
    await page.getByTestId("pairing-close").tap();
    await page.locator('[data-testid="pairing"][data-phase="closed"]').waitFor({ timeout: 30_000 });
    const card = page.locator(`[data-testid="pending"][data-node="${door.friendlyName}"]`);
    await card.getByTestId("approve").tap();
    await page.getByTestId("node-line").filter({ hasText: door.friendlyName }).waitFor();
    expect(await statusOf()).toBe("active");
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

describe("a gateway's key", () => {
  it("is changed by one tap, and nothing stops meanwhile", async () => {
    const readKids = async () => Object.keys((await db.doc(paths.networkKey(networkId)).get()).get("keys"));
    const [first] = await readKids();
    const { queue } = await bridge.health();
    await open(`/admin/${networkId}`);
    await page.getByTestId("rotate").tap();
    await page.getByTestId("rotate-yes").tap();
    await waitFor("one key, another", async () => {
      const kids = await readKids();
      return kids.length === 1 && kids[0] !== first;
    });
    await waitFor("the page to offer the next change", async () => page.getByTestId("rotate").isEnabled());
    expect(await readStatus()).toMatchObject({ rotation: null, revokedAt: null });
    await waitFor("readings under it", async () => (await bridge.health()).queue.cursor > queue.cursor);
    expect(await bridge.health()).toMatchObject({ link: "online", listener: "listening" });
  });
});

describe("a gateway that is revoked", () => {
  it("is refused from its next call on, hears nothing more, and keeps its data", async () => {
    await page.getByTestId("gateway").waitFor();
    await check();
    await waitFor("the bridge to listen", async () => (await bridge.health()).listener === "listening");
    await page.getByTestId("revoke").tap();
    await page.getByTestId("revoke-yes").tap();
    await page.getByText("This gateway was revoked on").waitFor({ timeout: 30_000 });
    expect((await readStatus()).revokedAt).not.toBeNull();

    await waitFor("the bridge to be refused", async () => (await bridge.health()).link === "revoked", 60_000);
    await waitFor("its listener to end", async () => (await bridge.health()).listener !== "listening");
    // Whatever calls it now, and however loudly: it hears nothing, obeys nothing and keeps what it reads.
    const before = await bridge.health();
    const order = { kind: "permitJoin", seconds: 60 };
    expect((await call("command", owner, { networkId, order })).status).not.toBe(200);
    await db.doc(paths.gatewayBell(networkId)).set({ at: new Date() });
    await db.doc(paths.watch(networkId, "anybody")).set({ until: Date.now() + 60_000 });
    await waitFor("readings to stay on its disk", async () => {
      const { queueLength } = await bridge.health();
      return queueLength > before.queueLength + 1;
    });
    const after = await bridge.health();
    expect(after.heard).toEqual(before.heard);
    expect(after).toMatchObject({ link: "revoked", relay: before.relay, queue: { cursor: before.queue.cursor } });
  });

  it("gives way to one with a new key, shown once more; what the old one kept goes up by it", async () => {
    await page.getByTestId("replace").tap();
    await page.getByTestId("replace-yes").tap();
    await page.getByTestId("key-step").waitFor();
    await check();
    const { queue } = await bridge.health();
    await bridge.end("SIGTERM");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("key-file").tap()]);
    bridge = toBridge(configSchema.parse(JSON.parse(readFileSync(await download.path(), "utf8"))));
    await bridge.start();
    await waitFor("all of it to be stored", async () => (await bridge.health()).queue.cursor > queue.end, 30_000);
    await page.getByTestId("key-kept").tap();
    await page.getByTestId("key-next").tap();
    await page.getByTestId("gateway").waitFor();
    expect(await readStatus()).toMatchObject({ stage: "receiving", revokedAt: null });
  });
});
