import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import type { Directory } from "@lastmeter/functions/src/protocols/protocol.ts";
import { QUARTER_MS } from "@lastmeter/model/time";
import { DAY_MS } from "./calendar.ts";
import { devices } from "./devices.ts";
import { createHistoryPlanner, type HistoryEnd, type HistoryPlannerOptions } from "./history-planner.ts";
import { type HistoryNode, toHistoryBatch } from "./history-readings.ts";
import { peopleChoices } from "./people-choices.ts";
import type { SimulatedZigbee2Mqtt } from "./simulated-zigbee2mqtt.ts";

export interface HistoryOptions extends Omit<HistoryPlannerOptions, "choices"> {
  readonly home: SimulatedZigbee2Mqtt;
  readonly now: number;
  /** At 15 minutes, before the raw ones. */
  readonly days: number;
  readonly rawDays: number;
}

const RAW_BATCH_MS = 1_800_000;
const STEP_MS = 300_000;

/**
 * The documents of a home's past, batch by batch: directory and raw days decoded from native messages, quarter-hours before
 * them, all through the planner of live readings. @throws if a message of the home cannot be decoded.
 */
export async function* planHistory(options: HistoryOptions): AsyncGenerator<readonly Write[], HistoryEnd> {
  const { home, now, days, rawDays } = options;
  const rawAt = Math.floor((now - rawDays * DAY_MS) / QUARTER_MS) * QUARTER_MS;
  const beganAt = rawAt - days * DAY_MS;
  const planner = createHistoryPlanner({ ...options, choices: peopleChoices });

  yield withoutRaw(await planner.plan(home.start(beganAt), { now: beganAt }));

  for (let at = beganAt; at < rawAt; at += DAY_MS) {
    const endAt = Math.min(rawAt, at + DAY_MS);
    const batch = toHistoryBatch(home.model, toHistoryNodes(planner.directory), at, endAt, planner.sequence + 1);
    planner.sequence += (endAt - at) / QUARTER_MS + 1;
    yield withoutRaw(await planner.ingest({ ...batch, now: endAt }));
  }
  // As after a restart: what was cached 13 months ago is told no more.
  let spoken = home.start(rawAt);
  for (let at = rawAt; at < now; ) {
    const endAt = Math.min(now, at + RAW_BATCH_MS);
    while (at < endAt) {
      at = Math.min(endAt, at + STEP_MS);
      spoken.push(...home.advance(at));
    }
    // At last every live document is brought up to date.
    yield await planner.plan(spoken, { now: at, watched: at === now ? "began" : "no" });
    spoken = [];
  }
  return planner.end();
}

function withoutRaw(writes: readonly Write[]): Write[] {
  return writes.filter(({ path }) => !path.includes("/series/raw/"));
}

function toHistoryNodes(directory: Directory): HistoryNode[] {
  return devices.flatMap(({ key, address }) => {
    const node = directory.nodes[address];
    return node === undefined ? [] : [{ key, node }];
  });
}
