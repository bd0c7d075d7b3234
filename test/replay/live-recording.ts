import type { Speaker } from "../home/speak.ts";
import type { Publish } from "../home/zigbee-network.ts";
import { MINUTE_MS } from "./household.ts";
import { createHouseholdZigbee2Mqtt } from "./household-zigbee2mqtt.ts";
import { type LoopedRecording, toFullMinute } from "./looped-recording.ts";

/** The recording in real time: registers go on from the past's, whenever it was last heard. It obeys no commands. */
export function createLiveRecording(recording: LoopedRecording): Speaker {
  const home = createHouseholdZigbee2Mqtt();
  let nextAt = recording.beganAt;

  const play = (at: number): Publish[] => {
    const spoken: Publish[] = [];
    // After a sleep of the machine only the newest minute is told: what was missed is in the registers.
    for (; nextAt < toFullMinute(at); nextAt += MINUTE_MS) home.skip(recording.toMinute(nextAt));
    for (; nextAt <= at; nextAt += MINUTE_MS) spoken.push(...home.advance(recording.toMinute(nextAt)));
    return spoken;
  };

  return {
    start: (at) => {
      for (; nextAt <= at; nextAt += MINUTE_MS) home.skip(recording.toMinute(nextAt));
      return home.start(at);
    },
    advance: play,
    receive: () => [],
    stop: (at) => home.stop(at),
  };
}
