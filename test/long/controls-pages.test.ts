import type { NodeId } from "@lastmeter/model/ids";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import { requireNode, waitForNodes } from "../support/stored.ts";

const lamp = "0x00158d00000000b1";
const heater = "0x00158d00000000b2";
const numeric = (property: string, more: object) => ({
  type: "numeric",
  name: property,
  property,
  label: property,
  access: 7,
  ...more,
});
const exposes = {
  [lamp]: [
    {
      type: "light",
      features: [
        {
          type: "binary",
          name: "state",
          property: "state",
          label: "State",
          access: 7,
          value_on: "ON",
          value_off: "OFF",
        },
        numeric("brightness", { value_min: 0, value_max: 254 }),
        numeric("color_temp", { value_min: 153, value_max: 500, unit: "mired" }),
        {
          type: "composite",
          name: "color_xy",
          property: "color",
          label: "Color (X/Y)",
          access: 7,
          features: [numeric("x", {}), numeric("y", {})],
        },
      ],
    },
  ],
  [heater]: [
    {
      type: "climate",
      features: [
        numeric("occupied_heating_setpoint", { value_min: 5, value_max: 30, value_step: 0.5, unit: "°C" }),
        {
          type: "enum",
          name: "system_mode",
          property: "system_mode",
          label: "Mode",
          access: 7,
          values: ["off", "auto", "heat"],
        },
      ],
    },
  ],
};
const names: Record<string, string> = { [lamp]: "reading lamp", [heater]: "bath heater" };
/** What each says of itself; it does as it is told. */
const states: Record<string, Record<string, unknown>> = {
  [lamp]: { state: "ON", brightness: 254, color_temp: 300, color: { x: 0.313, y: 0.329 } },
  [heater]: { occupied_heating_setpoint: 20, system_mode: "auto" },
};
const told: Record<string, unknown>[] = [];

let browser: Browser;
let owner: Account;
let network: TestNetwork;
let page: Page;

const say = (address: string) => network.publish(names[address] ?? "", JSON.stringify(states[address]));
async function obey(topic: string, payload: string): Promise<void> {
  const address = topic.slice(network.baseTopic.length + 1).replace(/\/set$/, "");
  const order = JSON.parse(payload);
  told.push(order);
  states[address] = { ...states[address], ...order };
  await say(address);
}

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await createAccount("dimmer");
  network = await startTestNetwork({ name: "controls", owner: owner.email });
  network.mqtt.on("message", (topic, payload) => void obey(topic, payload.toString()));
  await network.mqtt.subscribeAsync(`${network.baseTopic}/+/set`, { qos: 1 });
  const list = Object.entries(exposes).map(([address, each], nth) => ({
    friendly_name: names[address],
    ieee_address: address,
    network_address: 7000 + nth,
    type: "Router",
    supported: true,
    disabled: false,
    interview_state: "SUCCESSFUL",
    definition: {
      model: `TEST-${nth}`,
      vendor: "Lastmeter",
      description: "",
      source: "native",
      options: [],
      exposes: each,
    },
  }));
  await network.publish("bridge/state", '{"state":"online"}', true);
  await network.publish("bridge/devices", JSON.stringify(list), true);
  for (const address of Object.keys(exposes)) await say(address);
  page = await (await openPhone(browser)).newPage();
  await signIn(page, owner);
  await page.getByRole("navigation").waitFor();
});
afterAll(async () => {
  await browser?.close();
  await network?.stop();
});

async function openNode(address: string): Promise<NodeId> {
  const { id } = requireNode(await waitForNodes(openDatabase(), network.networkId, 2), address);
  const approval = { act: "edit", nodeId: id, changes: { status: "active" } };
  expect((await call("nodes", owner, approval)).status).toBe(200);
  await page.goto(`${requireStack().app}/node/${id}`);
  await page.getByTestId("controls").waitFor();
  return id;
}
const control = (label: string) => page.getByTestId("control").filter({ has: page.getByText(label, { exact: true }) });
/** Gives the order and waits until the device itself has confirmed it. */
async function expectDone(label: string, act: (of: Locator) => Promise<unknown>, now: string): Promise<unknown> {
  const before = told.length;
  const of = control(label);
  await act(of);
  await of.getByText("Confirmed by the device").waitFor();
  await waitFor(`"${now}"`, async () => (await of.getByTestId("control-now").innerText()).startsWith(now));
  expect(told).toHaveLength(before + 1);
  return told.at(-1);
}

describe("controls, drawn from what channels are", () => {
  it("dim a lamp, warm its white and colour it", async () => {
    await openNode(lamp);
    const slide = (value: number) => (of: Locator) => of.getByRole("slider").first().fill(String(value));
    expect(await expectDone("Brightness", slide(50), "50 %")).toEqual({ brightness: 127 });
    const { color_temp: mired } = (await expectDone("Colour of white", slide(400), "3,")) as { color_temp: number };
    expect(mired).toBeGreaterThanOrEqual(153);
    expect(mired).toBeLessThanOrEqual(500);
    const colour = await expectDone("Colour", (of) => of.getByLabel("Strength of the colour").fill("100"), "Hue ");
    expect(colour).toMatchObject({ color: { x: expect.any(Number), y: expect.any(Number) } });
    expect(await findFaults(page)).toEqual([]);
  });

  it("set a heater's temperature step by step and its mode, each once", async () => {
    await openNode(heater);
    const warmer = async (of: Locator) => {
      for (let tap = 0; tap < 3; tap += 1) await of.getByRole("button", { name: "warmer" }).tap();
    };
    expect(await expectDone("Heat to", warmer, "21.5 °C")).toEqual({ occupied_heating_setpoint: 21.5 });
    const off = (of: Locator) => of.getByRole("button", { name: "Off" }).tap();
    expect(await expectDone("Mode", off, "Off")).toEqual({ system_mode: "off" });
    expect(await findFaults(page)).toEqual([]);
  });
});
