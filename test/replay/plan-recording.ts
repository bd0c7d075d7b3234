import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import { createHistoryPlanner, type HistoryEnd, type HistoryPlannerOptions } from "../home/history-planner.ts";
import type { PeopleChoices } from "../home/people-choices.ts";
import type { Publish } from "../home/zigbee-network.ts";
import { MINUTE_MS } from "./household.ts";
import { householdDevices } from "./household-devices.ts";
import { createHouseholdZigbee2Mqtt } from "./household-zigbee2mqtt.ts";
import { type LoopedRecording, toFullMinute } from "./looped-recording.ts";

export interface RecordingPlanOptions extends Omit<HistoryPlannerOptions, "choices"> {
  readonly recording: LoopedRecording;
  readonly now: number;
}

const BATCH_MINUTES = 24 * 60;

const choices: PeopleChoices = new Map(
  householdDevices.map(({ device, name, role }) => [device.address, { name, role, room: null }]),
);

/** The documents of a recorded home's past up to now, a day of native messages at a time, through the planners of live batches. */
export async function* planRecording(options: RecordingPlanOptions): AsyncGenerator<readonly Write[], HistoryEnd> {
  const { recording, now } = options;
  const planner = createHistoryPlanner({ ...options, choices });
  const home = createHouseholdZigbee2Mqtt();
  let spoken: Publish[] = home.start(recording.beganAt);
  const lastAt = toFullMinute(now);
  for (let at = recording.beganAt, minutes = 1; at <= lastAt; at += MINUTE_MS, minutes += 1) {
    spoken.push(...home.advance(recording.toMinute(at)));
    if (minutes % BATCH_MINUTES !== 0 && at < lastAt) continue;
    // At last every live document is brought up to date.
    yield await planner.plan(spoken, { now: at, watched: at === lastAt ? "began" : "no" });
    spoken = [];
  }
  return planner.end();
}
