import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EnrolmentReply, enrolmentReplySchema, type GatewayFault } from "@lastmeter/model/gateway";
import { toBase64Url } from "@lastmeter/model/ids";
import { randomBytes } from "@lastmeter/model/link/bytes";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { paths } from "@lastmeter/model/paths";
import { connectAsync, type MqttClient } from "mqtt";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { BridgeProcess, toWrongClock } from "../support/bridge-process.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { toDeviceList } from "../support/plug.ts";
import { findFaults } from "../support/screen.ts";
import { createAccount, openDatabase, requireStack } from "../support/stack.ts";

const HOUR_MS = 3_600_000;
const directory = mkdtempSync(join(tmpdir(), "lastmeter-faults-"));
let browser: Browser;
let page: Page;
let mqtt: MqttClient;
let config: Record<string, unknown>;
let baseTopic: string;
let enrolment: EnrolmentReply;
let bridge: BridgeProcess | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
  mqtt = await connectAsync(requireStack().mqtt);
  const owner = await createAccount("mender");
  const network = { name: "Faulty", description: "", kind: "zigbee2mqtt", location: null, timeZone: "Europe/Athens" };
  const reply = await call("gateways", owner, { act: "register", network: { ...network, gatewayAddress: "" } });
  enrolment = z.object({ result: enrolmentReplySchema }).parse(reply.body).result;
  baseTopic = `test/${enrolment.networkId.slice(0, 8)}`;
  config = { ...enrolment.config, mqtt: { url: requireStack().mqtt, baseTopic }, link: { drainIntervalMs: 0 } };
  page = await (await openPhone(browser)).newPage();
  await signIn(page, owner);
  await page.getByRole("navigation").waitFor();
  await page.goto(`${requireStack().app}/admin/add/${enrolment.networkId}`);
  await page.locator('[data-testid="step-hello"][data-state="now"]').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await bridge?.end("SIGTERM");
  await mqtt?.endAsync();
  rmSync(directory, { recursive: true, force: true });
});

/** The one gateway, set up anew: another process on the same disk. */
async function setUp(change: object, environment?: Record<string, string>): Promise<void> {
  await bridge?.end("SIGTERM");
  bridge = new BridgeProcess(directory, { ...config, ...change }, environment);
  await bridge.start(async () => (await bridge?.health()) !== undefined);
}
const say = (topic: string, payload: string, qos: 0 | 1 = 1, retain = false) =>
  mqtt.publishAsync(`${baseTopic}/${topic}`, payload, { qos, retain });
const sayInfo = (qos: number, isWatched: boolean) => {
  const told = { availability: { enabled: isWatched }, device_options: { qos }, devices: {} };
  return say("bridge/info", JSON.stringify({ version: "2.14.1", config: told }), 1, true);
};

const cardOf = (fault: GatewayFault) => page.getByTestId(`fault-${fault}`);
async function waitForFaults(...expected: GatewayFault[]): Promise<void> {
  const shown = async () => {
    const ids = await page
      .locator('[data-testid^="fault-"]')
      .evaluateAll((all) => all.map((each) => each.dataset.testid));
    return ids.join(" ");
  };
  const wanted = expected.map((fault) => `fault-${fault}`).join(" ");
  await waitFor(`the wizard to show "${wanted}"`, async () => (await shown()) === wanted, 30_000);
}

describe("the wizard's last step, with a real bridge", () => {
  it("says what to do where nobody calls for a minute, since the gateway names another network", async () => {
    expect(await page.getByTestId("stuck").count()).toBe(0);
    await setUp({ network: toBase64Url(randomBytes(24)) });
    await waitFor("the bridge to be refused", async () => ((await bridge?.health())?.relay.hellos ?? 0) > 0);
    const { networkId } = enrolment;
    await openDatabase()
      .doc(paths.gatewayStatus(networkId))
      .update({ keyMadeAt: Date.now() - 61_000 });
    await page.getByTestId("stuck").waitFor();
    expect(await page.getByTestId("stuck").innerText()).toContain("sudo lastmeter-bridge doctor");
    expect(await findFaults(page)).toEqual([]);
  });

  it("says that the key is wrong, and how to set it up again", async () => {
    await setUp({ key: toKeyText(generateKey()) });
    await waitForFaults("wrongKey");
    await page.locator('[data-testid="step-proved"][data-state="now"]').waitFor();
    expect(await cardOf("wrongKey").innerText()).toContain("sudo lastmeter-bridge setup");
    expect(await findFaults(page)).toEqual([]);
  });

  it("goes on to a wrong clock and a broker that is not there", async () => {
    await setUp({ mqtt: { url: "mqtt://127.0.0.1:9", baseTopic } }, toWrongClock(HOUR_MS));
    await waitForFaults("clock", "noBroker");
    await page.locator('[data-testid="step-receiving"][data-state="now"]').waitFor();
    expect(await cardOf("clock").innerText()).toMatch(/off by 60 minutes[\s\S]*set-ntp true/);
    expect(await cardOf("noBroker").innerText()).toContain("sudo lastmeter-bridge doctor");
  });

  it("to a Zigbee2MQTT that is not running, and to what it could do better", async () => {
    await sayInfo(0, false);
    await say("bridge/state", '{"state":"offline"}', 1, true);
    await say("bridge/devices", toDeviceList("plug"), 1, true);
    await setUp({ zigbeeKey: "wellKnown" });
    await waitFor("the broker", async () => (await bridge?.health())?.broker === "connected");
    await say("plug", '{"state":"ON","power":5}', 0);
    await waitForFaults("noProtocol", "qos0", "noAvailability", "defaultKey");
    await page.locator('[data-testid="step-receiving"][data-state="done"]').waitFor();
    expect(await cardOf("noProtocol").innerText()).toContain("sudo systemctl restart zigbee2mqtt");
    expect(await cardOf("qos0").innerText()).toContain("sudo lastmeter-bridge setup --qos");
    expect(await cardOf("defaultKey").innerText()).toContain("network_key: GENERATE");
    expect(await findFaults(page)).toEqual([]);
    // The app's own settings mend the rest.
    await cardOf("noAvailability").getByRole("link").tap();
    await page.waitForURL("**/configuration");
    await page.goBack();
  });

  it("until nothing is left", async () => {
    await setUp({ zigbeeKey: "own" });
    await sayInfo(1, true);
    await say("bridge/state", '{"state":"online"}', 1, true);
    await say("plug", '{"state":"ON","power":6}');
    await waitForFaults();
    await page.getByText("One device found").waitFor();
    expect(await page.getByTestId("found").innerText()).toContain("plug");
  });
});
