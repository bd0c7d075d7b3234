import type { NodeId } from "@lastmeter/model/ids";
import { inviteResultSchema } from "@lastmeter/model/sharing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { plugAddress, toDeviceList } from "../support/plug.ts";
import { findFaults } from "../support/screen.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { requireNode, waitForNodes } from "../support/stored.ts";

let browser: Browser;
let owner: Account;
let guest: Account;
let network: TestNetwork;
let plugId: NodeId;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  [owner, guest] = await Promise.all([createAccount("owner"), createAccount("guest")]);
  network = await startTestNetwork({ name: "summer house", owner: owner.email });
  await network.publish("bridge/devices", toDeviceList("boiler"), true);
  plugId = requireNode(await waitForNodes(openDatabase(), network.networkId, 1), plugAddress).id;
  const approval = { act: "edit", nodeId: plugId, changes: { status: "active" } };
  expect((await call("nodes", owner, approval)).status).toBe(200);
  await lend([plugId], "operator", Date.now() + 86_400_000);
  page = await (await openPhone(browser)).newPage();
  await signIn(page, guest);
  await page.getByRole("navigation").waitFor();
});
afterAll(async () => {
  await browser?.close();
  await network?.stop();
});

/** @param nodeIds null: the whole network */
async function lend(nodeIds: NodeId[] | null, role: string, until: number | null): Promise<void> {
  const { networkId } = network;
  const terms = { role, resolution: "raw", channels: null, from: Date.now(), until, historyFrom: null, purpose: "" };
  const invited = await call("sharing", owner, { act: "invite", networkId, nodeIds, email: guest.email, terms });
  const { token } = z.object({ result: inviteResultSchema }).parse(invited.body).result;
  expect((await call("sharing", guest, { act: "accept", networkId, token })).status).toBe(200);
}
const open = (path: string) => page.goto(`${requireStack().app}${path}`);

describe("who may switch a device and administers nothing", () => {
  it("is told on every page of an administrator who can open it, and sees nothing of it", async () => {
    const { networkId } = network;
    const ofNetwork = [
      `add/${networkId}`,
      networkId,
      ...["nodes", "configuration", "store"].map((to) => `${networkId}/${to}`),
    ];
    for (const path of [...ofNetwork, `nodes/${plugId}`, `nodes/${plugId}/settings`]) {
      await open(`/admin/${path}`);
      await page.getByText("Only an administrator can do this").waitFor();
      expect(await page.getByRole("main").innerText(), path).not.toMatch(/summer house|boiler/);
    }
    expect(await findFaults(page)).toEqual([]);
  });

  it.each<[string, string, () => object]>([
    ["changes no key", "gateways", () => ({ act: "rotate", networkId: network.networkId })],
    ["revokes no gateway", "gateways", () => ({ act: "revoke", networkId: network.networkId })],
    ["replaces no gateway", "gateways", () => ({ act: "replace", networkId: network.networkId })],
    [
      "renames no network",
      "gateways",
      () => ({ act: "edit", networkId: network.networkId, network: { name: "Mine" } }),
    ],
    ["decides nothing about the device", "nodes", () => ({ act: "edit", nodeId: plugId, changes: { name: "Mine" } })],
    ["opens no network", "command", () => toOrder({ kind: "permitJoin", seconds: 60 })],
    ["removes no device", "command", () => toOrder({ kind: "removeNode", nodeId: plugId })],
    [
      "takes it from nobody",
      "sharing",
      () => ({ act: "revoke", networkId: network.networkId, nodeIds: [plugId], principalIds: ["somebody"] }),
    ],
  ])("%s, whatever it sends", async (_, name, toRequest) => {
    expect([403, 404]).toContain((await call(name, guest, toRequest())).status);
  });
});
const toOrder = (order: object) => ({ networkId: network.networkId, order });

describe("whom the owner appointed administrator", () => {
  it("administers, but cannot make a key that would be shown", async () => {
    // What they have of a node alone would stand before what they have of the network.
    const { networkId } = network;
    expect((await call("sharing", guest, { act: "leave", networkId, nodeIds: [plugId] })).status).toBe(200);
    await lend(null, "admin", null);
    await open("/admin");
    await page.getByTestId("network").filter({ hasText: "summer house" }).tap();
    await page.getByTestId("gateway").waitFor();
    expect(await page.getByTestId("replace").isDisabled()).toBe(true);
    await page.getByRole("link", { name: "Devices" }).tap();
    await page.getByTestId("node-line").filter({ hasText: "boiler" }).waitFor();
    await open("/settings");
    await page.getByTestId("manage").waitFor();
  });
});
