import type { ByteReader, ByteWriter } from "./bytes.ts";

/**
 * Rice code for small whole numbers of either sign: the lowest `k` bits of twice the magnitude (+ sign) as they are, the rest as
 * so many ones and a zero. Noise costs its own entropy, a zero one bit. After `LONGEST` ones comes instead: 6 bits of length, the
 * magnitude, the sign.
 */
const LONGEST = 12;
const LENGTH_BITS = 6;
const MAX_K = 20;
/** At most so many bits at once fit beside 7 waiting ones in 32-bit arithmetic. */
const WORD_BITS = 24;
/** Above, twice the magnitude does not fit 32-bit arithmetic: always the long form. */
const MAX_SHORT = 2 ** 30;

/** One byte `k`, then the code, padded with zeros to whole bytes. Nothing for no numbers. */
export function packRice(writer: ByteWriter, numbers: readonly number[]): void {
  if (numbers.length === 0) return;
  const k = chooseK(numbers);
  const mask = (1 << k) - 1;
  let waiting = 0;
  let held = 0;
  const put = (value: number, bits: number) => {
    waiting = (waiting << bits) | value;
    held += bits;
    while (held >= 8) {
      held -= 8;
      writer.byte((waiting >>> held) & 0xff);
    }
    waiting &= (1 << held) - 1;
  };
  writer.byte(k);
  for (const number of numbers) {
    const magnitude = Math.abs(number);
    const folded = magnitude < MAX_SHORT ? (magnitude << 1) | (number < 0 ? 1 : 0) : 0;
    const ones = folded >>> k;
    if (magnitude < MAX_SHORT && ones < LONGEST) {
      put((1 << (ones + 1)) - 2, ones + 1);
      put(folded & mask, k);
      continue;
    }
    put((1 << LONGEST) - 1, LONGEST);
    let left = magnitude.toString(2).length;
    put(left, LENGTH_BITS);
    while (left > 0) {
      const bits = Math.min(left, WORD_BITS);
      left -= bits;
      put(Math.floor(magnitude / 2 ** left) % 2 ** bits, bits);
    }
    put(number < 0 ? 1 : 0, 1);
  }
  if (held > 0) put(0, 8 - held);
}

/** Exactly `count` numbers, fewer only where the reader fails. */
export function parseRice(reader: ByteReader, count: number): number[] {
  const numbers: number[] = [];
  if (count === 0) return numbers;
  const k = reader.count(MAX_K);
  let waiting = 0;
  let held = 0;
  const take = (bits: number) => {
    while (held < bits) {
      waiting = (waiting << 8) | reader.byte();
      held += 8;
    }
    held -= bits;
    const value = waiting >>> held;
    waiting &= (1 << held) - 1;
    return value;
  };
  while (numbers.length < count && reader.ok) {
    let ones = 0;
    while (ones < LONGEST && take(1) === 1) ones++;
    if (ones < LONGEST) {
      const folded = (ones << k) | take(k);
      const magnitude = folded >>> 1;
      numbers.push((folded & 1) === 1 && magnitude > 0 ? -magnitude : magnitude);
      continue;
    }
    let magnitude = 0;
    for (let left = take(LENGTH_BITS); left > 0; ) {
      const bits = Math.min(left, WORD_BITS);
      left -= bits;
      magnitude = magnitude * 2 ** bits + take(bits);
    }
    numbers.push(take(1) === 1 && magnitude > 0 ? -magnitude : magnitude);
  }
  return numbers;
}

const MAX_LENGTH = WORD_BITS + 7;
/** By `k`, then bits of the number: what it costs. A number of so many bits is 1.5 × its highest bit on average. */
const costs = Array.from({ length: MAX_K + 1 }, (_, k) =>
  Float64Array.from({ length: MAX_LENGTH + 1 }, (_, length) => {
    const ones = length === 0 ? 0 : (1.5 * 2 ** (length - 1)) / 2 ** k;
    return ones < LONGEST ? ones + 1 + k : LONGEST + LENGTH_BITS + length;
  }),
);

/** The `k` that makes the code shortest, from how many numbers have how many bits. */
function chooseK(numbers: readonly number[]): number {
  const lengths = new Uint32Array(MAX_LENGTH + 1);
  let longest = 0;
  for (const number of numbers) {
    const length = 32 - Math.clz32(Math.min(Math.abs(number), MAX_SHORT - 1) << 1);
    lengths[length] = (lengths[length] ?? 0) + 1;
    if (length > longest) longest = length;
  }
  let best = Number.POSITIVE_INFINITY;
  let bestK = 0;
  for (const [k, costOf] of costs.entries()) {
    if (k > longest) break;
    let cost = 0;
    for (let length = 0; length <= longest; length++) cost += (lengths[length] ?? 0) * (costOf[length] ?? 0);
    if (cost >= best) continue;
    best = cost;
    bestK = k;
  }
  return bestK;
}
