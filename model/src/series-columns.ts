import type { ByteReader, ByteWriter } from "./bytes.ts";
import { type Quality, qualities } from "./reading.ts";
import { packRice, parseRice } from "./series-rice.ts";

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The first number, then differences; of order 2 (times) differences of differences. */
export function toDifferences(numbers: readonly number[], order: 1 | 2 = 2): number[] {
  const differences: number[] = [];
  let before = 0;
  let step = 0;
  for (const [i, number] of numbers.entries()) {
    differences.push(number - before - step);
    if (order === 2 && i > 0) step = number - before;
    before = number;
  }
  return differences;
}

export function fromDifferences(differences: readonly number[], order: 1 | 2 = 2): number[] {
  const numbers: number[] = [];
  let before = 0;
  let step = 0;
  for (const [i, difference] of differences.entries()) {
    const number = before + step + difference;
    if (order === 2 && i > 0) step = number - before;
    numbers.push(number);
    before = number;
  }
  return numbers;
}

/** The first numbers, which are large, each as it is; what follows in Rice code. */
export function packNumbers(writer: ByteWriter, numbers: readonly number[], heads: number): void {
  for (const number of numbers.slice(0, heads)) writer.signed(number);
  packRice(writer, numbers.slice(heads));
}

export function parseNumbers(reader: ByteReader, length: number, heads: number): number[] {
  const numbers: number[] = [];
  while (numbers.length < Math.min(heads, length)) numbers.push(reader.signed());
  return numbers.concat(parseRice(reader, length - numbers.length));
}

/** Number of runs (0: all good), then word and length of each. */
export function packQuality(writer: ByteWriter, quality: readonly Quality[]): void {
  const runs: [Quality, number][] = [];
  for (const each of quality) {
    const last = runs.at(-1);
    if (last?.[0] === each) last[1]++;
    else runs.push([each, 1]);
  }
  const plain = runs.length === 0 || (runs.length === 1 && runs[0]?.[0] === "good");
  writer.unsigned(plain ? 0 : runs.length);
  if (plain) return;
  for (const [each, length] of runs) {
    writer.byte(qualities.indexOf(each));
    writer.unsigned(length);
  }
}

export function parseQuality(reader: ByteReader, length: number): Quality[] {
  const runs = reader.count(length);
  if (runs === 0) return new Array<Quality>(length).fill("good");
  const quality: Quality[] = [];
  for (let left = runs; left > 0; left--) {
    const each = qualities[reader.count(qualities.length - 1)] ?? "missing";
    for (let more = reader.count(length - quality.length); more > 0; more--) quality.push(each);
  }
  return quality;
}
