import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { loadConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { LinkKeys } from "../link/keys.ts";
import { LinkClient } from "../link/link-client.ts";
import { takeLock } from "../lock.ts";
import { createLog } from "../log.ts";
import { RecordingSource, toRecordingEpoch } from "./recording-source.ts";
import { Replay, type ReplayEnd } from "./replay.ts";

export interface ReplayCommand {
  readonly file: string;
  readonly config: string | undefined;
  /** `paced`: `link.drainIntervalMs` between batches; `max`: as fast as they are answered. */
  readonly speed: "paced" | "max";
  /** Stands before the topics of the recording; the configuration's unless told. */
  readonly baseTopic: string | undefined;
}

const PROGRESS_MS = 2000;
const MAX_FAULTS_TOLD = 20;

/** Relays a recording. Tells faults, progress and outcome by `say`. @returns the exit code */
export async function runReplay(
  command: ReplayCommand,
  environment: NodeJS.ProcessEnv,
  stop: AbortSignal,
  say: (line: string) => void,
): Promise<number> {
  const loaded = loadConfig(command.config, environment);
  if ("faults" in loaded) {
    for (const { where, expected } of loaded.faults) say(`${where}: expected ${expected}`);
    return exitCodes.configuration;
  }
  const { config } = loaded;
  const { file } = command;
  const { dispatcher, network } = config;
  const baseTopic = command.baseTopic ?? config.mqtt.baseTopic;
  let queueEpoch: string;
  try {
    queueEpoch = await toRecordingEpoch(file, network, baseTopic);
  } catch (error) {
    say(`${file}: expected a recording that can be read (${toReason(error)})`);
    return exitCodes.configuration;
  }
  const directory = join(config.stateDir, network, "replay");
  let lock: Awaited<ReturnType<typeof takeLock>>;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    lock = await takeLock(directory);
  } catch (error) {
    say(`${directory}: expected a directory that can be written (${toReason(error)})`);
    return exitCodes.stateDir;
  }
  if (!lock) {
    say("another replay runs for this network");
    return exitCodes.locked;
  }

  const keys = await LinkKeys.open(join(config.stateDir, network), config.key);
  const source = new RecordingSource({
    file,
    baseTopic,
    onFault: (line, { field, expected }) => {
      if (source.status.faults <= MAX_FAULTS_TOLD)
        say(`${file}, line ${line}: ${field}: expected ${expected}; left out`);
      if (source.status.faults === MAX_FAULTS_TOLD) say("further lines left out are only counted");
    },
  });
  const monotonic = () => performance.now();
  let toldAt = monotonic();
  const replay = new Replay({
    source,
    link: new LinkClient({ dispatcher, network, keys, now: Date.now, monotonic }),
    queueEpoch,
    intervalMs: command.speed === "max" ? 0 : config.link.drainIntervalMs,
    log: createLog(config.logLevel),
    now: Date.now,
    monotonic,
    sleep: (delayMs) => delay(delayMs, undefined, { signal: stop }).catch(() => undefined),
    stop,
    onProgress: () => {
      if (monotonic() - toldAt < PROGRESS_MS) return;
      toldAt = monotonic();
      say(toProgress(replay, source));
    },
  });
  try {
    const end = await replay.run();
    say(toOutcome(end, replay, source));
    const { faults } = source.status;
    return end.kind === "done" && faults + replay.status.refused + replay.status.unsendable === 0
      ? exitCodes.ok
      : exitCodes.failed;
  } catch (error) {
    say(`${file}, behind line ${source.status.line}: ${toReason(error)}`);
    return exitCodes.failed;
  } finally {
    await source.close();
    await lock.release();
  }
}

function toProgress({ status }: Replay, source: RecordingSource): string {
  const at = status.at === null ? "" : `, at ${new Date(status.at).toISOString()}`;
  return `${Math.floor(source.status.progress * 100)} %, ${status.next} messages${at}`;
}

function toOutcome(end: ReplayEnd, { status }: Replay, { status: read }: RecordingSource): string {
  const head =
    end.kind === "done"
      ? "done"
      : end.kind === "stopped"
        ? "stopped: the same command goes on from here"
        : `refused: ${end.reason}`;
  const before = status.next - status.stored - status.duplicates - status.refused - status.unsendable;
  const counts = [
    [status.stored, "messages stored"],
    [before + status.duplicates, "stored earlier"],
    [read.filtered, "not wanted"],
    [read.faults, "lines left out"],
    [status.refused, "refused"],
    [status.unsendable, "too large"],
  ] as const;
  return `${head}: ${counts.flatMap(([count, what], index) => (index === 0 || count > 0 ? [`${count} ${what}`] : [])).join(", ")}`;
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}
