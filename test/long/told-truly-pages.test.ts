import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NodeId } from "@lastmeter/model/ids";
import { bridgeVersions } from "@lastmeter/model/link/bridge-versions";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";
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

const run = promisify(execFile);
const OLD = "0.2.0";
let browser: Browser;
let owner: Account;
let network: TestNetwork;
let plugId: NodeId;
let page: Page;

/** A plug with nothing switched on behind it: obeys, and draws nothing. */
async function answer(topic: string, payload: string): Promise<void> {
  if (topic !== `${network.baseTopic}/${plugAddress}/set`) return;
  await network.publish("kettle plug", JSON.stringify({ ...JSON.parse(payload), power: 0 }));
}

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await createAccount("truth");
  network = await startTestNetwork({ name: "told truly", owner: owner.email });
  network.mqtt.on("message", (topic, payload) => void answer(topic, payload.toString()));
  await network.mqtt.subscribeAsync(`${network.baseTopic}/+/set`, { qos: 1 });
  await network.publish("bridge/state", '{"state":"online"}', true);
  await network.publish("bridge/devices", toDeviceList("kettle plug"), true);
  await network.publish("kettle plug", '{"state":"OFF","power":0}');
  plugId = requireNode(await waitForNodes(openDatabase(), network.networkId, 1), plugAddress).id;
  const approval = { act: "edit", nodeId: plugId, changes: { status: "active" } };
  expect((await call("nodes", owner, approval)).status).toBe(200);
  page = await (await openPhone(browser)).newPage();
  await signIn(page, owner);
  await page.getByTestId("node-row").waitFor();
});
afterAll(async () => {
  await browser?.close();
  await network?.stop();
});
const open = (path: string) => page.goto(`${requireStack().app}${path}`);

describe("an app that looks", () => {
  it("says itself that no fresh value comes, and takes it back with the first", async () => {
    const openedAt = Date.now();
    await open(`/node/${plugId}`);
    const chip = (state: string) => page.locator(`[data-testid="link-state"][data-state="${state}"]`);
    await chip("unheard").waitFor();
    console.log(`no fresh value is told ${((Date.now() - openedAt) / 1000).toFixed(1)} s after the page was opened`);
    expect(await findFaults(page)).toEqual([]);
    await network.publish("kettle plug", '{"state":"OFF","power":0,"voltage":231}');
    await chip("live").waitFor();
  });

  it("tells a plug that says on but draws nothing from one that draws", async () => {
    const control = page.locator('[data-testid="control"][data-channel="state"]');
    await control.getByRole("switch").tap();
    await control.getByText("Confirmed by the device").waitFor();
    // Its meter goes on saying so.
    const saying = setInterval(() => void network.publish("kettle plug", '{"state":"ON","power":0}'), 5000);
    await control
      .getByText("It is on, but draws nothing")
      .waitFor({ timeout: 120_000 })
      .finally(() => clearInterval(saying));
    expect(await findFaults(page)).toEqual([]);
  }, 150_000);
});

describe("a bridge of an older version", () => {
  const machine = mkdtempSync(join(tmpdir(), "lastmeter-old-"));
  let old: ChildProcess;
  beforeAll(async () => {
    await network.bridge.stop();
    const { stdout } = await run(process.execPath, [join(root, "gateway-bridge/pack.ts"), "--out", machine]);
    await run("tar", ["-xzf", stdout.trim(), "-C", machine, "--strip-components=1"]);
    // As it was when it said so of itself.
    for (const name of readdirSync(join(machine, "lib"))) {
      const file = join(machine, "lib", name);
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(`"${bridgeVersions.newest}"`, `"${OLD}"`));
    }
    const program = join(machine, "lib/lastmeter-bridge.mjs");
    old = spawn(process.execPath, [program, "run", "--config", network.configFile], { stdio: "ignore" });
  });
  afterAll(async () => {
    const ended = once(old, "exit");
    old.kill("SIGTERM");
    await ended;
    rmSync(machine, { recursive: true, force: true });
  });

  it("is named, with the command that updates it", async () => {
    await open(`/admin/${network.networkId}`);
    const card = page.getByTestId("fault-outdated");
    await card.waitFor({ timeout: 60_000 });
    const said = await card.innerText();
    expect(said).toContain(`There is a newer bridge: ${bridgeVersions.newest}`);
    expect(said).toContain(`This gateway runs ${OLD}.`);
    expect(said).toContain(`tar -xzf lastmeter-bridge-${bridgeVersions.newest}*.tar.gz && sudo `);
    await waitFor("the figure beside it", async () =>
      (await page.getByTestId("gateway").innerText()).includes(`${bridgeVersions.newest} is out`),
    );
    expect(await findFaults(page)).toEqual([]);
  }, 90_000);
});
