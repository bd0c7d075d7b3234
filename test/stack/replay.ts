import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { type HistoryTarget, writeHistory } from "../home/history.ts";
import { RecordingError } from "../replay/household-file.ts";
import { loadHousehold } from "../replay/household-loop.ts";
import type { LoopedRecording } from "../replay/looped-recording.ts";
import { planRecording } from "../replay/plan-recording.ts";
import { Fault } from "./fail.ts";

/** A recording somebody wants to live in. */
export interface Replay {
  readonly file: string;
  /** Of the file's bytes: another recording is another home. */
  readonly fingerprint: string;
  readonly recording: LoopedRecording;
}

/** @throws Fault naming file, line, column and what was expected. */
export async function openReplay(path: string, now: number): Promise<Replay> {
  const file = resolve(process.env.INIT_CWD ?? ".", path);
  try {
    const recording = await loadHousehold(file, now);
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash);
    return { file, recording, fingerprint: hash.digest("hex").slice(0, 8) };
  } catch (error) {
    throw error instanceof RecordingError ? new Fault(`--replay: ${error.message}`) : error;
  }
}

/** The recording becomes the home's past up to now. */
export async function seedReplay(target: HistoryTarget, { recording }: Replay, now: number): Promise<void> {
  await writeHistory(target, (known) => planRecording({ ...known, recording, now }));
}
