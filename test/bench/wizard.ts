import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { z } from "zod/mini";
import { runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { BridgeProcess } from "../support/bridge-process.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";
import { createAccount, requireStack } from "../support/stack.ts";
import { type Figure, toRounds } from "./figure.ts";

const ROUNDS = 3;
const fileSchema = z.looseObject({ network: z.string() });

/** "Add" in the app → the file it gives, handed to a bridge beside a home that runs → the first reading, by script. */
export async function measureWizard(): Promise<Figure[]> {
  const browser = await launchBrowser();
  try {
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) seconds.push((await addNetwork(browser, round)) / 1000);
    return [{ name: '"add" → first reading', ...toRounds(seconds), unit: "s", atMost: 20, note: `${ROUNDS} rounds` }];
  } finally {
    await browser.close();
  }
}

async function addNetwork(browser: Browser, round: number): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "lastmeter-wizard-"));
  const phone = await openPhone(browser);
  await phone.grantPermissions(["geolocation"]);
  await phone.setGeolocation({ latitude: 37.98381, longitude: 23.72754 });
  const page = await phone.newPage();
  const ending: (() => Promise<unknown>)[] = [() => phone.close()];
  try {
    await signIn(page, await createAccount(`wizard${round}`));
    await page.getByRole("link", { name: "Add your network" }).waitFor();
    const startedAt = Date.now();
    await page.getByRole("link", { name: "Add your network" }).tap();
    await page.getByTestId("network-name").fill("Summer house");
    await page.getByTestId("add-next").tap();
    await page.getByText("Here", { exact: true }).tap();
    await page.getByRole("button", { name: "Use where I am" }).tap();
    await page.getByTestId("here").waitFor();
    await page.getByTestId("add-next").tap();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("key-file").tap()]);
    const file = fileSchema.parse(JSON.parse(readFileSync(await download.path(), "utf8")));
    await page.getByTestId("key-kept").tap();
    await page.getByTestId("key-next").tap();
    const mqtt = { url: requireStack().mqtt, baseTopic: `test/${file.network.slice(0, 8)}` };
    const config = { ...defaultHome, baseTopic: mqtt.baseTopic };
    const timing = { now: Date.now, tickMs: 250 };
    const home = await runHome({ mqttUrl: mqtt.url, config, ...timing, kept: null, stateFile: null });
    ending.push(() => home.close());
    const bridge = new BridgeProcess(directory, { ...file, mqtt });
    ending.push(() => bridge.end("SIGTERM"));
    await bridge.start();
    await page.locator('[data-testid="step-receiving"][data-state="done"]').waitFor();
    return Date.now() - startedAt;
  } finally {
    for (const end of ending.reverse()) await end();
    rmSync(directory, { recursive: true, force: true });
  }
}
