import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { packSlot, type Slot, type SlotStats, toSlotKey } from "@lastmeter/model/series";
import {
  QUARTER_MS,
  type SlotResolution,
  toBucketId,
  toDayInterval,
  toLocalDay,
  toSlotInterval,
} from "@lastmeter/model/time";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn, viewports } from "../support/browser.ts";
import { startPlugHome } from "../support/plug-home.ts";
import { findFaults } from "../support/screen.ts";
import { type Account, openDatabase, requireStack, type TestNetwork } from "../support/stack.ts";
import { requireChannel } from "../support/stored.ts";

const ZONE = "Europe/Athens";
const DAY_MS = 86_400_000;
const db = openDatabase();
const today = toLocalDay(Date.now(), ZONE);
const toDay = (daysAgo: number) => toLocalDay(toDayInterval(today, ZONE).startAt + DAY_MS / 2 - daysAgo * DAY_MS, ZONE);
const gapDay = toDay(3);
/** The last Sunday of October of the year before: 25 hours. */
const dstYear = Number(today.slice(0, 4)) - 1;
const dstDay = toLocalDay(Date.UTC(dstYear, 9, 31 - new Date(Date.UTC(dstYear, 9, 31)).getUTCDay(), 12), ZONE);

/** Wh of each quarter; between 6 and 9 o'clock of one day nothing was heard, and 321 Wh were counted across it. */
const toWh = (place: number) => (place * 37) % 61;
const isMissing = (day: string, place: number) => day === gapDay && place >= 24 && place < 36;
const UNPLACED_WH = 321;

interface Stored {
  readonly resolution: SlotResolution;
  readonly startAt: number;
  readonly endAt: number;
  wh: number;
  coveredMs: number;
  unplacedWh: number;
}

/** Quarters of the given local days, and of all that contains them, as ingest stores what is over. */
function toSlots(days: readonly string[]): Stored[] {
  const slots = new Map<string, Stored>();
  for (const day of days) {
    const { startAt, endAt } = toDayInterval(day, ZONE);
    for (let at = startAt, place = 0; at < endAt; at += QUARTER_MS, place += 1) {
      for (const resolution of ["quarter", "day", "month"] as const) {
        const interval = toSlotInterval(resolution, at, ZONE);
        if (interval.endAt > Date.now()) continue;
        const key = `${resolution} ${interval.startAt}`;
        const slot = slots.get(key) ?? { resolution, ...interval, wh: 0, coveredMs: 0, unplacedWh: 0 };
        const missing = isMissing(day, place);
        if (!missing || resolution !== "quarter") slots.set(key, slot);
        slot.wh += missing ? 0 : toWh(place);
        slot.coveredMs += missing ? 0 : QUARTER_MS;
        if (resolution !== "quarter" && day === gapDay && place === 24) {
          slot.wh += UNPLACED_WH;
          slot.unplacedWh += resolution === "day" ? UNPLACED_WH : 0;
        }
      }
    }
  }
  return [...slots.values()];
}

function toSlot(node: Node, { startAt, endAt, wh, coveredMs, unplacedWh }: Stored): Slot {
  const base: SlotStats = {
    n: 1,
    coveredS: coveredMs / 1000,
    integral: 0,
    min: 0,
    max: 0,
    first: 0,
    firstAt: startAt,
    last: 0,
    lastAt: startAt,
    energy: null,
    quality: "good",
  };
  const register = { ...base, energy: wh, ...(unplacedWh === 0 ? {} : { unplacedWh }) };
  const power = { ...base, integral: wh * 36_000 };
  return {
    startAt,
    endAt,
    channels: new Map([
      [requireChannel(node, "power").ix, power],
      [requireChannel(node, "energyImport").ix, register],
    ]),
  };
}

async function seed(nodeId: NodeId, networkId: string, node: Node, stored: readonly Stored[]): Promise<void> {
  const documents = new Map<string, Record<string, Uint8Array>>();
  for (const each of stored) {
    const path = paths.bucket(nodeId, each.resolution, toBucketId(each.resolution, each.startAt, ZONE));
    const d = documents.get(path) ?? {};
    d[toSlotKey(each.startAt)] = packSlot(toSlot(node, each));
    documents.set(path, d);
  }
  const batch = db.batch();
  for (const [path, d] of documents) batch.set(db.doc(path), { v: 1, networkId, d }, { merge: true });
  await batch.commit();
}

let browser: Browser;
let network: TestNetwork;
let account: Account;
let page: Page;
let nodeId: NodeId;
let stored: Stored[];

const open = async (query: string) => {
  await page.goto(`${requireStack().app}/history?${query}`);
  await page.locator('[data-testid="history-answer"][data-value-wh]').waitFor();
};
const readTotal = async (side = "consumptionWh") =>
  Number(await page.locator(`[data-testid="history-totals"] [data-side="${side}"]`).getAttribute("data-value-wh"));
/** Rows of the table: Wh, or null where there is a gap. */
const readRows = async () =>
  page.locator('[data-testid="history-table"] tbody td[data-side="consumptionWh"]').evaluateAll((cells) =>
    cells.map((cell) => {
      const wh = cell.getAttribute("data-value-wh");
      return wh === null ? null : Number(wh);
    }),
  );
const add = (rows: readonly (number | null)[]) => rows.reduce<number>((sum, wh) => sum + (wh ?? 0), 0);
const expectedWh = (resolution: SlotResolution, day: string) =>
  stored.find(
    (each) =>
      each.resolution === resolution &&
      each.startAt === toSlotInterval(resolution, toDayInterval(day, ZONE).startAt, ZONE).startAt,
  )?.wh;

beforeAll(async () => {
  browser = await launchBrowser();
  const home = await startPlugHome({ account: "history", network: "history", plug: "meter" });
  ({ account, network } = home);
  nodeId = home.plug.id;
  const past = Array.from({ length: 40 }, (_, ago) => toDay(40 - ago));
  stored = toSlots([...past, dstDay]);
  await seed(nodeId, network.networkId, home.plug.node, stored);
  await network.publish("meter", JSON.stringify({ power: 120, energy: 5, voltage: 230, state: "ON" }));
  page = await (await openPhone(browser)).newPage();
  await signIn(page, account);
  await page.getByTestId("home-power").waitFor();
});
afterAll(async () => {
  await network?.stop();
  await browser?.close();
});

describe("a home's history", () => {
  it("has one total for a day in every view, with what was counted across the missing stretch", async () => {
    const total = expectedWh("day", gapDay);
    await open(`period=day&date=${gapDay}&table=1`);
    expect(await readTotal()).toBe(total);
    const rows = await readRows();
    expect(rows).toHaveLength((toDayInterval(gapDay, ZONE).endAt - toDayInterval(gapDay, ZONE).startAt) / QUARTER_MS);
    expect(rows.slice(24, 36)).toEqual(new Array(12).fill(null));
    expect(add(rows) + UNPLACED_WH).toBe(total);
    expect(await page.locator('[data-certainty="missing"]').getAttribute("data-count")).toBe("12");

    await open(`period=month&date=${gapDay}&table=1`);
    const inMonth = page.locator(
      `[data-testid="history-table"] tr[data-key="${gapDay}"] td[data-side="consumptionWh"]`,
    );
    expect(Number(await inMonth.getAttribute("data-value-wh"))).toBe(total);
    await open(`period=week&date=${gapDay}&table=1`);
    expect(add(await readRows())).toBe(await readTotal());
  });

  it("makes months of days and the year of months, to the watt-hour", async () => {
    await open(`period=year&table=1`);
    const months = await readRows();
    expect(add(months)).toBe(await readTotal());
    const thisMonth = months[Number(today.slice(5, 7)) - 1];
    await open(`period=month&table=1`);
    expect(await readTotal()).toBe(thisMonth);
    expect(add(await readRows())).toBe(thisMonth);
  });

  it("knows the day of 25 hours", async () => {
    await open(`period=day&date=${dstDay}&table=1`);
    expect(await readRows()).toHaveLength(100);
    expect(await readTotal()).toBe(expectedWh("day", dstDay));
    expect(add(await readRows())).toBe(await readTotal());
    await open(`period=year&date=${dstDay}&table=1`);
    expect((await readRows())[9]).toBe(expectedWh("month", dstDay));
  });

  it("is opened bar by bar, and the browser's back button closes it again", async () => {
    await open("period=year");
    const chart = page.getByRole("slider");
    await chart.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/period=month/);
    await page.getByTestId("earlier").click();
    await page.waitForURL(/date=/);
    await page.locator('[data-testid="history-answer"][data-value-wh]').waitFor();
    const shared = page.url();
    const total = await readTotal();
    await page.goBack();
    await page.goBack();
    await page.waitForURL(/period=year/);
    await page.goto(shared);
    await page.locator('[data-testid="history-answer"][data-value-wh]').waitFor();
    expect(await readTotal()).toBe(total);
    await open("period=century&date=yesterday&node=nobody");
    expect(await page.locator('[aria-current="true"]').textContent()).toBe("Day");
  });

  it("tells one node alone, and the same as the home of one node", async () => {
    await open(`period=month&date=${gapDay}`);
    const total = await readTotal();
    await page.getByTestId("history-node").click();
    await page.waitForURL(new RegExp(`node=${nodeId}`));
    await page.locator('[data-testid="history-totals"] [data-side="importWh"]').waitFor();
    expect(await readTotal("importWh")).toBe(total);
  });

  it("says that nothing was recorded, never zero", async () => {
    await page.goto(`${requireStack().app}/history?period=month&date=2019-05-01`);
    await page.getByText("Nothing recorded in this time").waitFor();
    expect(await page.getByTestId("history-answer").getAttribute("data-value-wh")).toBeNull();
  });

  it("keeps what was looked at on the phone, with its age", async () => {
    const query = `period=day&date=${gapDay}`;
    await open(query);
    const total = await readTotal();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
    await page.locator('[data-testid="history-answer"][data-value-wh]').waitFor();
    expect(await readTotal()).toBe(total);
    await page.getByText(/what was last read/).waitFor();
    await page.context().setOffline(false);
  });
});

describe("running figures", () => {
  it("of today and this month agree with the page of the home", async () => {
    for (const energy of [5.01, 5.02]) {
      await network.publish("meter", JSON.stringify({ power: 120, energy, voltage: 230, state: "ON" }));
    }
    await page.goto(requireStack().app);
    const shown = page.locator('[data-testid="home-today"] [data-side="consumption"] [data-value-wh]');
    await waitFor("today's 20 Wh", async () => (await shown.getAttribute("data-value-wh")) === "20", 60_000);
    // The page begins with what the phone remembers, which may be older.
    await open("period=day&table=1");
    await waitFor("20 Wh in the day", async () => (await readTotal()) === 20, 30_000);
    expect(add(await readRows())).toBe(20);
    await open("period=month&table=1");
    await waitFor("20 Wh in the month", async () => (await readRows()).at(-1) === 20, 30_000);
  });
});

const looks = (["phone", "tablet", "desktop"] as const).flatMap((viewport) => [
  { viewport, dark: false, look: "light" },
  { viewport, dark: true, look: "dark" },
]);

describe.each(looks)("on a $viewport, $look", ({ viewport, dark }) => {
  it("can be used by everybody and fits the screen", async () => {
    expect(viewports[viewport].width).toBeGreaterThan(0);
    const context = await openPhone(browser, { viewport, dark });
    page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
    await signIn(page, account);
    await page.getByTestId("home-power").waitFor();
    for (const query of ["period=day", "period=month&table=1", "period=year", `period=week&node=${nodeId}`]) {
      await open(query);
      faults.push(...(await findFaults(page)).map((fault) => `${query}: ${fault}`));
    }
    await context.close();
    expect(faults).toEqual([]);
  });
});
