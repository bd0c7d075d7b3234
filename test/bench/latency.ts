import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { toDeviceList } from "../support/plug.ts";
import { createAccount, openDatabase, startTestNetwork } from "../support/stack.ts";
import { readNodes } from "../support/stored.ts";

/** MQTT publish → figure in the page, through real bridge, functions, emulator, rules, web SDK and browser. */
export interface Latency {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly worstMs: number;
}

export async function measureLatency(count: number): Promise<Latency[]> {
  const account = await createAccount("latency");
  const network = await startTestNetwork({ name: "latency", owner: account.email });
  const browser = await launchBrowser();
  try {
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toDeviceList("plug"), true);
    await waitFor("the plug", async () => (await readNodes(openDatabase(), network.networkId)).length === 1, 60_000);
    const page = await (await openPhone(browser)).newPage();
    await signIn(page, account);
    await page.getByTestId("home-power").waitFor();

    const shownAt = new Map<number, number>();
    await page.exposeFunction("tellShown", (watts: number) => {
      if (!shownAt.has(watts)) shownAt.set(watts, performance.now());
    });
    await page.evaluate(() => {
      const figure = document.querySelector('[data-testid="home-power"]');
      if (!figure) throw new Error("no figure");
      const tell = () =>
        Reflect.apply(Reflect.get(window, "tellShown"), window, [Number(figure.getAttribute("data-value-w"))]);
      new MutationObserver(tell).observe(figure, {
        attributes: true,
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    let watts = 0;
    const send = async () => {
      watts += 1;
      const sentAt = performance.now();
      await network.publish("plug", JSON.stringify({ power: watts, state: "ON" }));
      return { watts, sentAt };
    };
    /** A value overtaken by a newer one in the same batch was shown when the newer one was. */
    const toShownAt = (value: number) =>
      Math.min(...[...shownAt].filter(([shown]) => shown >= value).map(([, at]) => at));
    const wake = await send();
    await waitFor("the page to be live", () => Number.isFinite(toShownAt(wake.watts)), 60_000);

    const single: number[] = [];
    for (let i = 0; i < count; i++) {
      await new Promise((done) => setTimeout(done, 1500 + (i % 7) * 100));
      const { watts: value, sentAt } = await send();
      await waitFor("the figure", () => Number.isFinite(toShownAt(value)), 60_000);
      single.push(toShownAt(value) - sentAt);
    }
    const stream: { watts: number; sentAt: number }[] = [];
    for (let i = 0; i < count; i++) {
      stream.push(await send());
      await new Promise((done) => setTimeout(done, 500));
    }
    await waitFor("the last figure", () => Number.isFinite(toShownAt(watts)), 60_000);
    return [
      toLatency("single messages", single),
      toLatency(
        "stream of 2/s",
        stream.map(({ watts: value, sentAt }) => toShownAt(value) - sentAt),
      ),
    ];
  } finally {
    await browser.close();
    await network.stop();
  }
}

function toLatency(name: string, samples: readonly number[]): Latency {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
  return { name, p50Ms: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
}
