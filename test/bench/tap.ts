import type { Page } from "playwright-core";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { plugAddress, toDeviceList } from "../support/plug.ts";
import { createAccount, openDatabase, startTestNetwork, type TestNetwork } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";
import { type Figure, toPercentile } from "./figure.ts";

const TAPS = 25;
export const NAME = "plug";
const setSchema = z.object({ state: z.enum(["ON", "OFF"]) });

/** When the plug was told something; it answers at once, as a plug beside the coordinator does. */
export async function answerAsPlug({ mqtt, baseTopic, publish }: TestNetwork): Promise<number[]> {
  const toldAt: number[] = [];
  mqtt.on("message", (topic, payload) => {
    if (topic !== `${baseTopic}/${plugAddress}/set`) return;
    toldAt.push(Date.now());
    const { state } = setSchema.parse(JSON.parse(payload.toString()));
    void publish(NAME, JSON.stringify({ power: state === "ON" ? 60 : 0, energy: 5, voltage: 230, state }));
  });
  await mqtt.subscribeAsync(`${baseTopic}/${plugAddress}/set`, { qos: 1 });
  return toldAt;
}

/** Tap in the page → `set` at the broker → the plug's own report on the page, through everything between. */
export async function measureTap(): Promise<Figure[]> {
  const account = await createAccount("tap");
  const network = await startTestNetwork({ name: "tap", owner: account.email });
  const browser = await launchBrowser();
  try {
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toDeviceList(NAME), true);
    const [plug] = await waitForNodes(openDatabase(), network.networkId, 1);
    await call("nodes", account, { act: "edit", nodeId: plug?.id, changes: { status: "active" } });
    await network.publish(NAME, JSON.stringify({ power: 0, energy: 5, voltage: 230, state: "OFF" }));
    const toldAt = await answerAsPlug(network);
    const page = await (await openPhone(browser)).newPage();
    await signIn(page, account);
    const toggle = page.getByTestId("quick-switch").getByRole("switch");
    const isOn = async () => (await toggle.getAttribute("aria-checked")) === "true";
    await waitFor("the plug to be known", async () => (await toggle.getAttribute("aria-disabled")) === "false", 60_000);
    const sets: number[] = [];
    const confirmed: number[] = [];
    // The first wakes what sleeps, and does not count.
    for (let tap = 0; tap <= TAPS; tap++) {
      const before = await isOn();
      const times = watchTap(page);
      await toggle.tap();
      const { tappedAt, shownAt } = await times;
      if ((await isOn()) === before) throw new Error("not switched");
      if (tap === 0) continue;
      sets.push((toldAt.at(-1) ?? Number.NaN) - tappedAt);
      confirmed.push(shownAt - tappedAt);
    }
    return [
      ...toTapFigures("set at the broker", sets, 1000),
      ...toTapFigures("confirmed on the page", confirmed, 2500),
    ];
  } finally {
    await browser.close();
    await network.stop();
  }
}

/** By the page's own clock, which is the machine's. */
function watchTap(page: Page): Promise<{ readonly tappedAt: number; readonly shownAt: number }> {
  return page.evaluate(
    () =>
      new Promise<{ tappedAt: number; shownAt: number }>((done) => {
        const toggle = document.querySelector('[data-testid="quick-switch"] [role="switch"]');
        let tappedAt = 0;
        toggle?.addEventListener("click", () => (tappedAt = Date.now()), { once: true, capture: true });
        const observer = new MutationObserver(() => {
          observer.disconnect();
          done({ tappedAt, shownAt: Date.now() });
        });
        if (toggle) observer.observe(toggle, { attributeFilter: ["aria-checked"] });
      }),
  );
}

export function toTapFigures(name: string, samples: readonly number[], atMost: number): Figure[] {
  const note = `${samples.length} taps`;
  return [
    { name: `${name}, p50`, value: toPercentile(samples, 0.5), unit: "ms", note },
    { name: `${name}, p95`, value: toPercentile(samples, 0.95), worst: Math.max(...samples), unit: "ms", atMost },
  ];
}
