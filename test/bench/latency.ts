import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { toDeviceList } from "../support/plug.ts";
import { createAccount, openDatabase, startTestNetwork } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";
import { type Figure, toPercentile } from "./figure.ts";

const SINGLE = 25;
const STREAM = 40;

/** MQTT publish → figure in the page, through real bridge, functions, emulator, rules, web SDK and browser. */
export async function measureLatency(): Promise<Figure[]> {
  const account = await createAccount("latency");
  const network = await startTestNetwork({ name: "latency", owner: account.email });
  const browser = await launchBrowser();
  try {
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toDeviceList("plug"), true);
    await waitForNodes(openDatabase(), network.networkId, 1);
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
    for (let i = 0; i < SINGLE; i++) {
      await new Promise((done) => setTimeout(done, 1500 + (i % 7) * 100));
      const { watts: value, sentAt } = await send();
      await waitFor("the figure", () => Number.isFinite(toShownAt(value)), 60_000);
      single.push(toShownAt(value) - sentAt);
    }
    const stream: { watts: number; sentAt: number }[] = [];
    for (let i = 0; i < STREAM; i++) {
      stream.push(await send());
      await new Promise((done) => setTimeout(done, 500));
    }
    await waitFor("the last figure", () => Number.isFinite(toShownAt(watts)), 60_000);
    const streamed = stream.map(({ watts: value, sentAt }) => toShownAt(value) - sentAt);
    return [...toFigures("single messages", single), ...toFigures("stream of 2/s", streamed)];
  } finally {
    await browser.close();
    await network.stop();
  }
}

function toFigures(name: string, samples: readonly number[]): Figure[] {
  const note = `${samples.length} messages`;
  return [
    { name: `${name}, p50`, value: toPercentile(samples, 0.5), unit: "ms", note },
    { name: `${name}, p95`, value: toPercentile(samples, 0.95), worst: Math.max(...samples), unit: "ms" },
  ];
}
