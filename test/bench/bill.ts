import { readFileSync } from "node:fs";
import { z } from "zod/mini";
import { RENEW_MS } from "../../web/src/data/watch-plan.ts";
import type { OperationCount } from "./billed-operations.ts";
import type { Figure } from "./figure.ts";
import { weighSeries } from "./storage.ts";
import { simulateIdleDay, simulateWatched, type Traffic } from "./traffic.ts";

const METER_MONTH_MAX_USD = 0.02;
const DAYS = 30;
const HOME_NODES = 8;
/** One hour a day, in visits of ten minutes. */
const WATCHED_HOURS = 1;
const VISITS = 6;
/** A year of history is kept in store. */
const STORED_DAYS = 365;
/** As in `link/endpoint.ts` and `tick.function.ts`; one vCPU each. */
const LINK_GIB = 0.5;
const TICK_GIB = 0.25;
/** Queries each minute (links, watches, commands, grants, invitations, retention, erasures), a read each where they find nothing. */
const TICK_READS = 7;

const pricesSchema = z.object({
  asOf: z.string(),
  firestore: z.object({
    readsPer100k: z.number(),
    writesPer100k: z.number(),
    deletesPer100k: z.number(),
    storagePerGibMonth: z.number(),
  }),
  functions: z.object({
    callsPerMillion: z.number(),
    vcpuSecond: z.number(),
    gibSecond: z.number(),
    billedMsMin: z.number(),
  }),
  scheduler: z.object({ jobMonth: z.number() }),
});
type Prices = z.infer<typeof pricesSchema>;

type Operations = Pick<OperationCount, "reads" | "writes" | "deletes">;

/** A month's bill at list prices, from measured counts; the free tier is not subtracted. */
export async function measureBill(): Promise<Figure[]> {
  const prices = pricesSchema.parse(JSON.parse(readFileSync(new URL("prices.json", import.meta.url), "utf8")));
  const [meters, idle] = [await simulateIdleDay(20), await simulateIdleDay(HOME_NODES)];
  const watched = await simulateWatched(HOME_NODES);
  return [...toMeterMonth(prices, meters, await toStoreUsd(prices, meters)), ...(await toHome(prices, idle, watched))];
}

function toMeterMonth(prices: Prices, day: Traffic, storeUsd: number): Figure[] {
  const times = (24 * DAYS) / day.hours;
  const operationsUsd = toOperationsUsd(prices, scale(day.billed, times)) / day.nodes;
  const callsUsd = toCallsUsd(prices, day.calls * times, LINK_GIB) / day.nodes;
  const perMeter = storeUsd / day.nodes;
  return [
    {
      name: "Firestore for a meter, 20 idle nodes",
      value: operationsUsd + perMeter,
      unit: "$ a month",
      atMost: METER_MONTH_MAX_USD,
      note: `operations ${toUsd(operationsUsd)}, a year's store ${toUsd(perMeter)}`,
    },
    { name: "functions for a meter, 20 idle nodes", value: callsUsd, unit: "$ a month" },
  ];
}

async function toHome(prices: Prices, idle: Traffic, watched: Traffic): Promise<Figure[]> {
  const idleTimes = ((24 - WATCHED_HOURS) * DAYS) / idle.hours;
  const watchedTimes = (WATCHED_HOURS * DAYS) / watched.hours;
  const ingest = plus(scale(idle.billed, idleTimes), scale(watched.billed, watchedTimes));
  const viewer = toViewer((watched.billed.byKind.get("write live") ?? 0) * watchedTimes);
  const calls = idle.calls * idleTimes + watched.calls * watchedTimes;
  const watchedCalls = watched.calls * watchedTimes;
  const parts = {
    ingest: toOperationsUsd(prices, ingest),
    people: toOperationsUsd(prices, viewer),
    store: await toStoreUsd(prices, idle),
    functions: toCallsUsd(prices, calls, LINK_GIB),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const ticks = DAYS * 24 * 60;
  const tick =
    toOperationsUsd(prices, { reads: ticks * TICK_READS, writes: 0, deletes: 0 }) +
    toCallsUsd(prices, ticks, TICK_GIB) +
    prices.scheduler.jobMonth;
  const unit = "$ a month";
  const share = `${Math.round((watchedCalls / calls) * 100)} % of ${Math.round(calls).toLocaleString("en")} calls while watched`;
  const note = `prices of ${prices.asOf}, free tier not subtracted`;
  return [
    { name: "home of 8 nodes, watched 1 h a day", value: total, unit, note },
    { name: "  Firestore, ingest", value: parts.ingest, unit, note: toCounts(ingest) },
    { name: "  Firestore, people looking", value: parts.people, unit, note: toCounts(viewer) },
    { name: "  Firestore, a year's store", value: parts.store, unit },
    { name: "  functions", value: parts.functions, unit, note: share },
    {
      name: "and once for all homes: the minute's tick",
      value: tick,
      unit,
      note: `scheduler, calls, ${TICK_READS} reads each`,
    },
  ];
}

/**
 * Of the app and the bridge's listener: each live document that changes is read by the one who looks; each visit reads the
 * network, its nodes, their live documents and today's quarter-hours; the watch document is renewed, heard by the bridge, deleted.
 */
function toViewer(liveWrites: number): Operations {
  const visits = VISITS * DAYS;
  const renewals = (WATCHED_HOURS * DAYS * 3_600_000) / RENEW_MS + visits;
  return { reads: liveWrites + visits * (1 + 3 * HOME_NODES) + renewals + visits, writes: renewals, deletes: visits };
}

async function toStoreUsd({ firestore }: Prices, day: Traffic): Promise<number> {
  const { bytes, indexBytes } = await weighSeries(day);
  const stored = ((bytes + indexBytes) * STORED_DAYS * 24) / day.hours;
  return (stored / 1024 ** 3) * firestore.storagePerGibMonth;
}

function toOperationsUsd({ firestore }: Prices, { reads, writes, deletes }: Operations): number {
  const { readsPer100k, writesPer100k, deletesPer100k } = firestore;
  return (reads * readsPer100k + writes * writesPer100k + deletes * deletesPer100k) / 100_000;
}

/** Each call is billed for the least there is, one vCPU: it waits for Firestore most of its time. */
function toCallsUsd({ functions }: Prices, calls: number, gib: number): number {
  const seconds = (calls * functions.billedMsMin) / 1000;
  return (calls * functions.callsPerMillion) / 1e6 + seconds * (functions.vcpuSecond + gib * functions.gibSecond);
}

function scale({ reads, writes, deletes }: Operations, times: number): Operations {
  return { reads: reads * times, writes: writes * times, deletes: deletes * times };
}

function plus(a: Operations, b: Operations): Operations {
  return { reads: a.reads + b.reads, writes: a.writes + b.writes, deletes: a.deletes + b.deletes };
}

const toUsd = (value: number) => `$${value.toFixed(4)}`;
const toCount = (value: number) => Math.round(value).toLocaleString("en");

function toCounts({ reads, writes, deletes }: Operations): string {
  return `writes ${toCount(writes)}, reads ${toCount(reads)}, deletes ${toCount(deletes)}`;
}
