import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A line longer than this is cut: no message can need it. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** How much of the file has been read, 0 to 1. */
  readonly progress: number;
}

/** The file's bytes, unpacked where its name ends in `.gz`. Any fault of the file ends the returned stream with an error. */
export function openRecording(file: string): { readonly bytes: Readable; readonly bytesRead: () => number } {
  const source = createReadStream(file, { highWaterMark: 32 * 1024 });
  if (!file.endsWith(".gz")) return { bytes: source, bytesRead: () => source.bytesRead };
  const unpacked = source.pipe(createGunzip());
  source.once("error", (error) => unpacked.destroy(error));
  unpacked.once("close", () => source.destroy());
  return { bytes: unpacked, bytesRead: () => source.bytesRead };
}

/** Line by line, never more than one line and one chunk in memory. @throws as the file system or the unpacking does */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const { size } = await stat(file);
  const { bytes, bytesRead } = openRecording(file);
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  const keep = (part: Buffer) => {
    if (length < MAX_LINE_BYTES) parts.push(part);
    length += part.length;
  };
  const take = (): Line => {
    const text = Buffer.concat(parts).toString("utf8");
    parts = [];
    length = 0;
    number += 1;
    return { number, text, progress: size === 0 ? 1 : Math.min(1, bytesRead() / size) };
  };
  for await (const data of bytes) {
    const chunk: Buffer = Buffer.isBuffer(data) ? data : Buffer.from(data);
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    keep(chunk.subarray(from));
  }
  if (length > 0) yield take();
}
