import { alarmSchema } from "@lastmeter/model/alarm";
import { noticeSchema } from "@lastmeter/model/notice";
import { paths } from "@lastmeter/model/paths";
import { ruleSchema } from "@lastmeter/model/rule";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toRule } from "../flows/rules-bench.ts";
import { devices } from "../home/devices.ts";
import { createHomeModel } from "../home/model.ts";
import { type RunningHome, runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn, viewports } from "../support/browser.ts";
import { call } from "../support/call.ts";
import { type SentPush, TestFcm } from "../support/fcm.ts";
import { chooseBy, pressOn, typeInto } from "../support/keyboard.ts";
import { findFaults } from "../support/screen.ts";
import { followBadge, PushedPhone } from "../support/service-worker.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { requireNode, type StoredNode, waitForNodes } from "../support/stored.ts";

const MINUTE_MS = 60_000;
const db = openDatabase();
const { app } = requireStack();
const device = devices.find(({ key }) => key === "waterHeater") ?? expect.fail("no heater");
let fcm: TestFcm;
let browser: Browser;
let owner: Account;
let network: TestNetwork;
let home: RunningHome;
let heater: StoredNode;
let context: BrowserContext;
let phone: PushedPhone;
let page: Page;

/** Shortly before the heater begins by itself: the home's clock stands there until it is let go. */
const before = toHeating() - 5000;
let letGoAt: number | null = null;
const homeNow = () => before + (letGoAt === null ? 0 : Date.now() - letGoAt);

function toHeating(): number {
  const model = createHomeModel(defaultHome);
  const heats = (at: number) => model.minuteAt(at).loadsW.waterHeater > 2000;
  let at = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
  while (heats(at - MINUTE_MS) || ![0, 5, 10, 20].every((minute) => heats(at + minute * MINUTE_MS))) at += MINUTE_MS;
  return at;
}

const open = (path: string) => page.goto(`${app}${path}`);
const readRules = async () =>
  (await db.collection(paths.rules(network.networkId)).get()).docs.map((each) => ({
    ruleId: each.id,
    ...ruleSchema.parse(each.data()),
  }));
const readAlarms = async () =>
  (await db.collection(paths.alarms(network.networkId)).get()).docs.map((each) => ({
    alarmId: each.id,
    ...alarmSchema.parse(each.data()),
  }));
const readNotices = async () =>
  (await db.collection(paths.notices(heater.node.ownerId)).get()).docs.map((each) => noticeSchema.parse(each.data()));
const press = (channel: string) => network.publish(`${device.friendlyName}/set`, JSON.stringify({ state: channel }));

/** Narrow and dark, wide and light. */
async function expectFit(): Promise<void> {
  for (const [viewport, colorScheme] of [
    ["desktop", "light"],
    ["phone", "dark"],
  ] as const) {
    await page.setViewportSize(viewports[viewport]);
    await page.emulateMedia({ colorScheme });
    expect(await findFaults(page), `${viewport}, ${colorScheme}`).toEqual([]);
  }
}

beforeAll(async () => {
  fcm = await TestFcm.start();
  browser = await launchBrowser();
  owner = await createAccount("ruler");
  network = await startTestNetwork({ name: "rules", owner: owner.email });
  const config = { ...defaultHome, baseTopic: network.baseTopic };
  home = await runHome({
    mqttUrl: requireStack().mqtt,
    config,
    now: homeNow,
    tickMs: 250,
    kept: null,
    stateFile: null,
  });
  const nodes = await waitForNodes(db, network.networkId, devices.length);
  heater = requireNode(nodes, device.address);
  for (const { id } of nodes) {
    const changes = { status: "active", ...(id === heater.id && { name: "Water heater" }) };
    expect(await call("nodes", owner, { act: "edit", nodeId: id, changes })).toMatchObject({ status: 200 });
  }
  context = await openPhone(browser);
  await context.grantPermissions(["notifications"], { origin: app });
  phone = new PushedPhone(context, app);
  page = await context.newPage();
  await signIn(page, owner);
  await page.getByRole("navigation").first().waitFor();
});
afterAll(async () => {
  await home?.close();
  await network?.stop();
  await browser?.close();
  await fcm?.stop();
});

describe("tell me when the water heater draws over 2 kW for 1 minute", () => {
  let push: SentPush;
  let installId: string;
  const sentence =
    "When Water heater is above 2.00 kW for 1 minute (until back below 1.90 kW), then raise an alarm (warning) and tell me (warning)";

  it("is made by keyboard alone, said as a sentence, tried on the past, and asks whether it may tell", async () => {
    await open("/rules");
    await page.getByText("No rule yet").waitFor();
    await expectFit();
    await pressOn(page, page.getByRole("link", { name: "New rule" }));
    await page.getByTestId("template-tooMuch").waitFor();
    await expectFit();
    await pressOn(page, page.getByTestId("template-tooMuch"));
    await chooseBy(page, page.getByTestId("template-device"), "Water");
    const said = page.getByTestId("sentence");
    await waitFor("the sentence", async () => (await said.textContent()) === sentence);

    await typeInto(page, page.getByRole("textbox", { name: "Limit" }), "1800");
    expect(await said.textContent()).toContain("above 1.80 kW");
    await typeInto(page, page.getByRole("textbox", { name: "Limit" }), "2000");
    await pressOn(page, page.getByTestId("add-guard"));
    expect(await said.textContent()).toContain("only if it is between 22:00 and 06:00 (every day)");
    await pressOn(page, page.getByRole("button", { name: "Take out" }));
    expect(await said.textContent()).toBe(sentence);
    await pressOn(page, page.getByTestId("replay-run"));
    await page.getByTestId("replayed").getByText("It would not have happened once.").waitFor();
    await expectFit();
    await pressOn(page, page.getByTestId("save-rule"));
    await page.getByTestId("rule-saved").getByText("Your browser will ask whether it may.").waitFor();
    await expectFit();
    expect(await readRules()).toMatchObject([{ on: true, version: 1, stopped: null, promptness: "atOnce" }]);
    expect((await readRules())[0]?.rule.when).toMatchObject({ is: "above", limit: 2000, forMs: MINUTE_MS });

    await pressOn(page, page.getByTestId("start-pushes"));
    installId = await waitFor("the phone to be known", async () => {
      const { docs } = await db.collection(paths.installs(heater.node.ownerId)).get();
      return docs[0]?.id ?? false;
    });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  });

  it("is one alarm, one notice and one push when the heater does, with nobody watching and the page closed", {
    timeout: 4 * MINUTE_MS,
  }, async () => {
    await page.close();
    const watchers = await db.collection(`networks/${network.networkId}/watch`).get();
    await Promise.all(watchers.docs.map(({ ref }) => ref.delete()));
    letGoAt = Date.now();
    push = await fcm.waitFor(installId, 1, 3 * MINUTE_MS);
    const [alarm, ...others] = await readAlarms();
    expect([others, await readNotices(), fcm.of(installId)]).toMatchObject([[], [{ phase: "raised" }], [{}]]);
    expect(alarm).toMatchObject({ kind: "rule", state: "raised", nodeId: heater.id, severity: "warning" });
    expect(push.headers).toMatchObject({ Urgency: "high", Topic: alarm?.alarmId, TTL: "43200" });
    expect(push.data).toMatchObject({
      tag: alarm?.alarmId,
      title: "Water heater is above 2\u00a0kW",
      body: expect.stringMatching(/^2\.\d+\u00a0kW, for 1 minute\.$/),
      url: `/alarms/${network.networkId}/${alarm?.alarmId}`,
      unread: "1",
      loud: "yes",
      acknowledge: "Seen",
    });
  });

  it("is shown by the real service worker, which leads to the alarm; seen, nothing is left on the badge", async () => {
    const { tag, title, body, url } = push.data;
    expect(await phone.deliver(push)).toEqual({ title, body, tag });
    await waitFor("the receipt", async () => (await readNotices())[0]?.shownAt != null);
    expect(await phone.tap(tag)).toEqual({ url, badge: null });

    page = await context.newPage();
    const readBadge = await followBadge(page);
    await open(url);
    await page.getByRole("heading", { name: title }).waitFor();
    await waitFor("the badge to count it", async () => (await readBadge()) === 1);
    await expectFit();
    await page.getByTestId("acknowledge").click();
    await page.locator('[data-testid="alarm"][data-state="acknowledged"]').waitFor();
    await waitFor("the badge to be cleared", async () => (await readBadge()) === 0);
    expect(await readAlarms()).toMatchObject([{ state: "acknowledged", acknowledgedBy: heater.node.ownerId }]);
  });

  it("says why, what was done and what came of it", async () => {
    await page.getByRole("link", { name: "The rule, and why" }).click();
    const run = page.getByTestId("run");
    await run.getByText(/Water heater is above 2.00 kW for 1 minute: 2\.\d+ kW/).waitFor();
    await run.getByText("One person was told").waitFor();
    await run.getByText(/Shown on a phone/).waitFor();
    await expectFit();
    await run.getByRole("link", { name: "An alarm was raised" }).click();
    await page.waitForURL(new RegExp(`${push.data.url}$`));
  });

  it("is over with the same tag and no sound; what carries too much is seen from the notification's own button", async () => {
    await page.close();
    await press("OFF");
    const over = await fcm.waitFor(installId, 2);
    expect(over.data).toMatchObject({ tag: push.data.tag, title: `Over: ${push.data.title}`, loud: "no", unread: "0" });
    const rating = { act: "edit", nodeId: heater.id, changes: { ratedCurrentA: 6 } };
    expect(await call("nodes", owner, rating)).toMatchObject({ status: 200 });
    await press("ON");
    const { data } = await fcm.waitFor(installId, 3);
    expect(data).toMatchObject({ title: "Water heater carries more than it may", critical: "yes", unread: "1" });
    await phone.deliver({ ...over, data });
    expect(await phone.tap(data.tag, "acknowledge")).toEqual({ url: null, badge: 0 });
    const alarm = (await readAlarms()).find(({ kind }) => kind === "overRatedCurrent");
    expect(alarm).toMatchObject({ state: "acknowledged", acknowledgedBy: heater.node.ownerId });
    expect((await readNotices()).every(({ readAt }) => readAt !== null)).toBe(true);
    expect(fcm.faults).toEqual([]);
  });
});

describe("a rule that is there", () => {
  it("is switched off from the list, changed as a new version, and removed", async () => {
    page = await context.newPage();
    await open("/rules");
    await page.getByRole("switch").click();
    await waitFor("the rule to be off", async () => (await readRules())[0]?.on === false);
    await expectFit();
    await page.getByTestId("rule").getByRole("link").click();
    await page.getByRole("link", { name: "Change" }).click();
    await page.getByRole("textbox", { name: "Limit" }).fill("1800");
    await page.getByTestId("save-rule").click();
    await page.getByTestId("rule-saved").waitFor();
    expect((await readRules())[0]).toMatchObject({ version: 2, on: false });
    await page.getByRole("button", { name: "Show the rule" }).click();
    // What the first run meant stays as it was.
    await page
      .getByText(/Water heater is above 2.00 kW for 1 minute: 2\.\d+ kW/)
      .first()
      .waitFor();
    await page.getByTestId("remove-rule").click();
    await page.getByTestId("remove-rule-yes").click();
    await page.getByText("No rule yet").waitFor();
    expect(await readRules()).toEqual([]);
  });

  it("says that the home sends every 10 seconds where the gateway cannot tell what matters to it", async () => {
    const { networkId } = network;
    const limits = { is: "above", limit: 60_000, hysteresis: 100, forMs: 0 } as const;
    const when = { kind: "value", subject: { of: "home" }, ...limits } as const;
    const rule = toRule({ when, actions: [{ do: "alarm", severity: "info", title: null }] });
    const saved = await call("rules", owner, { act: "save", networkId, ruleId: null, version: null, rule });
    expect(saved).toMatchObject({ status: 200, body: { result: { promptness: "interval" } } });
    const [{ ruleId } = { ruleId: "" }] = await readRules();
    await open(`/rules/${networkId}/${ruleId}`);
    await page.getByText("the home sends every 10 seconds while it is on").waitFor();
    await expectFit();
    expect(await call("rules", owner, { act: "remove", networkId, ruleId })).toMatchObject({ status: 200 });
  });

  it("can speak of money once the tariff is known", async () => {
    await open("/rules");
    await page.getByRole("link", { name: /^Tariff/ }).click();
    await page.getByText("lower at some hours").click();
    await page.getByTestId("save-tariff").click();
    await page.getByText("The tariff holds from now on.").waitFor();
    await expectFit();
    await open(`/rules/${network.networkId}/new/expensive`);
    await page.getByTestId("template-device").selectOption({ label: "Water heater" });
    await waitFor("the sentence", async () => {
      const said = await page.getByTestId("sentence").textContent();
      return (
        said ===
        "When energy costs more than €0.30/kWh, then set Water heater: Switch to Off and tell me (for information). When it is over, set Water heater: Switch to On"
      );
    });
  });
});
