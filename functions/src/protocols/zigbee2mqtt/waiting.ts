import { addDeadLetter, type Work } from "../decoding/work.ts";
import type { NativeMessage } from "../protocol.ts";

const MESSAGES_MAX = 100;
const BYTES_MAX = 1024 * 1024;
export const UNKNOWN_NAME = "topic: no device or group of this name";

/** Keeps a message of a name nobody knows yet until the next list of devices; the oldest give way as dead letters. */
export function addWaiting(work: Work, { sequence, at, topic, payload }: NativeMessage): void {
  const waiting = [...work.directory.waiting, { sequence, at, topic, payload }];
  let bytes = waiting.reduce((sum, { payload }) => sum + payload.length, 0);
  while (waiting.length > MESSAGES_MAX || bytes > BYTES_MAX) {
    const oldest = waiting.shift();
    if (oldest === undefined) break;
    bytes -= oldest.payload.length;
    addDeadLetter(work, oldest, UNKNOWN_NAME);
  }
  work.directory = { ...work.directory, waiting };
}

export function takeWaiting(work: Work): readonly NativeMessage[] {
  const { waiting } = work.directory;
  if (waiting.length > 0) work.directory = { ...work.directory, waiting: [] };
  return waiting;
}
