import { RecordingError, readHousehold } from "./household-file.ts";
import { createLocalClock } from "./local-clock.ts";
import { type LoopedRecording, toLoopedRecording } from "./looped-recording.ts";

/** Where the household lived: Sceaux, France. */
export const householdHome = {
  name: "Recorded home",
  timeZone: "Europe/Paris",
  location: { latitude: 48.78, longitude: 2.29 },
};

/** Thirteen months: what lies before is not played, four years would take an hour to write. */
const NEWEST_MINUTES = 57 * 7 * 24 * 60;

/** Reads a recording and moves it. @param shiftWeeks as an earlier start chose them. @throws RecordingError */
export async function loadHousehold(file: string, now: number, shiftWeeks?: number): Promise<LoopedRecording> {
  const { timeZone } = householdHome;
  const minutes = [];
  for await (const minute of readHousehold(file, timeZone)) {
    minutes.push(minute);
    if (minutes.length >= 2 * NEWEST_MINUTES) minutes.splice(0, NEWEST_MINUTES);
  }
  const newest = minutes.slice(-NEWEST_MINUTES);
  const recording = toLoopedRecording(newest, createLocalClock(timeZone), now, shiftWeeks);
  if (recording === null) throw new RecordingError(`${file}: expected rows of a week or more`);
  return recording;
}
