import { sweepCommands } from "@lastmeter/functions/src/commands/sweep.store.ts";
import type { Channel } from "@lastmeter/model/channel";
import { type Command, commandSchema } from "@lastmeter/model/command";
import { type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { inviteResultSchema } from "@lastmeter/model/sharing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { devices } from "../home/devices.ts";
import { type RunningHome, runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { findFaults } from "../support/screen.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { readLive, requireNode, waitForNodes } from "../support/stored.ts";

const plug = devices.find(({ key }) => key === "waterHeater") ?? expect.fail("no plug");
const DAY_MS = 86_400_000;
const db = openDatabase();

let browser: Browser;
let owner: Account;
let network: TestNetwork;
let home: RunningHome;
let plugId: NodeId;
let page: Page;

async function act(name: string, account: Account, request: object): Promise<unknown> {
  const reply = await call(name, account, request);
  if (reply.status !== 200) throw new Error(`${name}: ${JSON.stringify(reply.body)}`);
  return z.object({ result: z.unknown() }).parse(reply.body).result;
}

async function readNewest(): Promise<Command> {
  const { docs } = await db.collection(paths.commands(network.networkId)).orderBy("seq", "desc").limit(1).get();
  return commandSchema.parse(docs[0]?.data());
}
const countCommands = async () => (await db.collection(paths.commands(network.networkId)).count().get()).data().count;

const open = (on: Page, path: string) => on.goto(`${requireStack().app}${path}`);
const controlOf = (on: Page, channel: string) => on.locator(`[data-testid="control"][data-channel="${channel}"]`);
const outcomeOf = (on: Page, channel: string) => controlOf(on, channel).getByRole("status");

/** A person to whom the owner lends the plug. */
async function lend(name: string, role: "viewer" | "operator"): Promise<Page> {
  const account = await createAccount(name);
  const { networkId } = network;
  const terms = { role, resolution: "raw", channels: null, from: Date.now(), until: Date.now() + DAY_MS };
  const rest = { nodeIds: [plugId], email: account.email, terms: { ...terms, historyFrom: null, purpose: "" } };
  const invited = await act("sharing", owner, { act: "invite", networkId, ...rest });
  const { token } = inviteResultSchema.parse(invited);
  await act("sharing", account, { act: "accept", networkId, token });
  const guest = await (await openPhone(browser)).newPage();
  await signIn(guest, account);
  await guest.getByRole("navigation").waitFor();
  return guest;
}

/** A device whose gateway says nothing of it: what it is told reaches nobody. */
async function addDevice(name: string, channels: readonly Partial<Channel>[]): Promise<NodeId> {
  const id = randomId() as NodeId;
  const node = (await db.doc(paths.node(plugId)).get()).data();
  const common = { kind: "control", readable: true, settable: true, gettable: true, label: "State" };
  const all = channels.map((channel, ix) => ({ ...common, ix, path: [channel.key], ...channel }));
  const total = { power: [], energyImport: [], energyExport: [] };
  const rest = { name, nativeName: name, address: name, role: "load", total };
  await db.doc(paths.node(id)).set({
    ...node,
    ...rest,
    channels: Object.fromEntries(all.map((channel) => [channel.key, channel])),
  });
  return id;
}

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await createAccount("switcher");
  network = await startTestNetwork({ name: "controlled home", owner: owner.email });
  const config = { ...defaultHome, baseTopic: network.baseTopic };
  const { mqtt: mqttUrl } = requireStack();
  home = await runHome({ mqttUrl, config, now: Date.now, tickMs: 250, kept: null, stateFile: null });
  plugId = requireNode(await waitForNodes(db, network.networkId, devices.length), plug.address).id;
  await act("nodes", owner, { act: "edit", nodeId: plugId, changes: { status: "active" } });
  page = await (await openPhone(browser)).newPage();
  await signIn(page, owner);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await home?.close();
  await network?.stop();
});

describe("a plug in the owner's hand", () => {
  it("is switched off in its row on Home: sending, until the plug itself has said so", async () => {
    const row = page.locator('[data-testid="quick-switch"]', { has: page.getByRole("switch") });
    const toggle = row.getByRole("switch");
    await toggle.waitFor();
    await waitFor("the plug to be known as on", async () => (await toggle.getAttribute("aria-checked")) === "true");
    await toggle.tap();
    await page.locator('[data-testid="quick-switch"][data-phase="sending"]').waitFor();
    // What is shown is what the plug said, not what is wished.
    expect(await toggle.getAttribute("aria-checked")).toBe("true");
    await page.locator('[data-testid="quick-switch"][data-phase="confirmed"]').waitFor();
    expect(await toggle.getAttribute("aria-checked")).toBe("false");
    expect(await readNewest()).toMatchObject({ nodeId: plugId, state: "confirmed", order: { value: false } });
    const live = await readLive(db, plugId);
    expect(live?.values.state?.value).toBe(false);
  });

  it("is switched on again on its page, by keyboard, and who did it stands below", async () => {
    await open(page, `/node/${plugId}`);
    const toggle = controlOf(page, "state").getByRole("switch");
    await toggle.waitFor();
    // The page begins with what the phone knew before.
    await waitFor("the page to know it as off", async () => (await toggle.getAttribute("aria-checked")) === "false");
    await toggle.focus();
    await page.keyboard.press("Space");
    await outcomeOf(page, "state").getByText("Sending").waitFor();
    await outcomeOf(page, "state").getByText("Confirmed by the device").waitFor();
    expect(await toggle.getAttribute("aria-checked")).toBe("true");
    const entries = page.getByTestId("commands").getByTestId("command");
    await waitFor("both commands in the list", async () => (await entries.count()) === 2);
    expect(await entries.first().textContent()).toMatch(/Switch: On.*Confirmed.*You/);
    expect(await findFaults(page)).toEqual([]);
  });

  it("takes a second tap where its owner protects it", async () => {
    await db.doc(paths.node(plugId)).update({ protected: true });
    const before = await countCommands();
    const toggle = controlOf(page, "state").getByRole("switch");
    const dialog = page.getByTestId("ask-twice");
    await waitFor("the question", async () => {
      await toggle.tap();
      return dialog.isVisible();
    });
    await page.getByRole("button", { name: "No, leave it" }).tap();
    await dialog.waitFor({ state: "detached" });
    expect(await countCommands()).toBe(before);
    await db.doc(paths.node(plugId)).update({ protected: false });
  });
});

describe("who was lent the plug", () => {
  let viewer: Page;
  let operator: Page;
  beforeAll(async () => {
    [viewer, operator] = await Promise.all([lend("viewer", "viewer"), lend("operator", "operator")]);
  });

  it("sees its state, and no control, as a viewer", async () => {
    await open(viewer, `/sharing/with-me/${plugId}`);
    await viewer.locator('[data-channel="state"]').waitFor();
    expect(await viewer.getByTestId("controls").count()).toBe(0);
    expect(await viewer.getByRole("switch").count()).toBe(0);
  });

  it("switches it as an operator", async () => {
    await open(operator, `/sharing/with-me/${plugId}`);
    const toggle = controlOf(operator, "state").getByRole("switch");
    await waitFor("the plug to be known as on", async () => (await toggle.getAttribute("aria-checked")) === "true");
    await toggle.tap();
    await outcomeOf(operator, "state").getByText("Confirmed by the device").waitFor();
    expect(await toggle.getAttribute("aria-checked")).toBe("false");
    expect(await findFaults(operator)).toEqual([]);
  });
});

describe("a home whose gateway is away", () => {
  it("asks before it unlocks, waits no longer than the deadline, and says that nothing was done", async () => {
    await network.bridge.stop();
    await db.doc(paths.network(network.networkId)).update({ "link.state": "offline" });
    const lockId = await addDevice("Front door", [
      { key: "state", type: "binary", feature: "lock", on: "LOCK", off: "UNLOCK" },
    ]);
    // A person would wait a minute.
    await page.route("**/call/command", async (route) => {
      const body = route.request().postDataJSON();
      await route.continue({ postData: { data: { ...body.data, lifeMs: 1500 } } });
    });
    await open(page, `/node/${lockId}`);
    await page.getByTestId("controls").getByText("The gateway is away").waitFor();
    const before = await countCommands();
    await controlOf(page, "state").getByRole("button", { name: "Unlock" }).tap();
    await page.getByTestId("ask-twice").getByText("Unlock Front door?").waitFor();
    expect(await findFaults(page)).toEqual([]);
    expect(await countCommands()).toBe(before);
    await page.getByTestId("ask-twice-yes").tap();
    await outcomeOf(page, "state").getByText("Waiting for the gateway until").waitFor();
    await outcomeOf(page, "state").getByText("Its time is over").waitFor();
    await sweepCommands(db, Date.now());
    await outcomeOf(page, "state").getByText("Nothing was done, and nothing will be").waitFor();
    expect(await readNewest()).toMatchObject({ nodeId: lockId, state: "expired", reason: "no_gateway" });
    expect(await findFaults(page)).toEqual([]);
  });

  it("asks before a blind moves, but never before it stops", async () => {
    const values = ["OPEN", "CLOSE", "STOP"];
    const blindId = await addDevice("Blind", [
      { key: "state", type: "enum", feature: "cover", values },
      { key: "position", type: "numeric", feature: "cover", quantity: "ratio", unit: "%", min: 0, max: 100 },
    ]);
    await open(page, `/node/${blindId}`);
    const dialog = page.getByTestId("ask-twice");
    const buttons = controlOf(page, "state").getByRole("button");
    for (const name of ["Open", "Close"]) {
      await buttons.getByText(name, { exact: true }).tap();
      await dialog.waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    }
    await controlOf(page, "position").getByRole("slider").fill("40");
    await dialog.getByText("Set Blind to 40 %?").waitFor();
    await page.keyboard.press("Escape");
    const before = await countCommands();
    await buttons.getByText("Stop", { exact: true }).tap();
    await waitFor("the command", async () => (await countCommands()) === before + 1);
    expect(await readNewest()).toMatchObject({ nodeId: blindId, order: { value: "STOP" } });
  });

  it("offers nothing on a phone without a network, and says why", async () => {
    await page.context().setOffline(true);
    await page.getByTestId("controls").getByText("This phone has no network").waitFor();
    expect(await controlOf(page, "state").getByRole("button", { name: "Open" }).isDisabled()).toBe(true);
    expect(await findFaults(page)).toEqual([]);
    await page.context().setOffline(false);
  });
});
