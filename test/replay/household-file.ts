import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { createHouseholdParser, type HouseholdMinute, isFault } from "./household.ts";

/** A household recording that cannot be used; the message says file, line, column and what was expected. */
export class RecordingError extends Error {}

/** The minutes of a recording in the order of the file, `.gz` or not. @throws RecordingError */
export async function* readHousehold(file: string, timeZone: string): AsyncGenerator<HouseholdMinute> {
  const parse = createHouseholdParser(timeZone);
  let minutes = 0;
  for await (const line of readLines(file)) {
    const parsed = parse(line);
    if (parsed === null) continue;
    if (isFault(parsed)) {
      const { line: number, column, expected, got } = parsed;
      throw new RecordingError(
        `${file}, line ${number}, column ${column}: expected ${expected}, got "${got.slice(0, 80)}"`,
      );
    }
    minutes += 1;
    yield parsed;
  }
  if (minutes === 0) throw new RecordingError(`${file}: expected a header and at least one row`);
}

/** All of them at once: 100 bytes each. @throws RecordingError */
export async function readWholeHousehold(file: string, timeZone: string): Promise<HouseholdMinute[]> {
  const minutes: HouseholdMinute[] = [];
  for await (const minute of readHousehold(file, timeZone)) minutes.push(minute);
  return minutes;
}

async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text: Readable = file.endsWith(".gz") ? source.pipe(createGunzip()) : source;
  let broken: Error | undefined;
  source.once("error", (error) => {
    broken = error;
    text.destroy(error);
  });
  text.once("error", (error) => {
    broken ??= error;
  });
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    broken ??= error instanceof Error ? error : new Error("unknown");
  } finally {
    source.destroy();
  }
  if (broken !== undefined) throw new RecordingError(`${file}: expected a file that can be read (${broken.message})`);
}
