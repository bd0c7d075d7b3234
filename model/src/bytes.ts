const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Growing buffer for packed series: little-endian base-128 varints, at most eight bytes each, exact for every safe integer
 * (magnitude ≤ 2^53 − 1; a value beyond is written as that bound).
 */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number ≥ 0. */
  unsigned(value: number): void {
    this.#reserve(8);
    let rest = Math.min(value, Number.MAX_SAFE_INTEGER);
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of any sign: the lowest bit of the first byte is the sign, so that small magnitudes stay small. */
  signed(value: number): void {
    const magnitude = Math.min(Math.abs(value), Number.MAX_SAFE_INTEGER);
    const sign = value < 0 ? 1 : 0;
    const first = ((magnitude % 0x40) << 1) | sign;
    this.byte(magnitude < 0x40 ? first : first | 0x80);
    if (magnitude >= 0x40) this.unsigned(Math.floor(magnitude / 0x40));
  }

  /** Bytes preceded by their number. */
  block(bytes: Uint8Array): void {
    this.unsigned(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  text(text: string): void {
    this.block(encoder.encode(text));
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

/**
 * Reads what a `ByteWriter` wrote. Never throws: past the end, or on a number no writer makes, it answers 0 from then on and
 * `ok` is false, so that a parser checks once, at its end (and before it trusts a count).
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #ok = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ok(): boolean {
    return this.#ok;
  }

  /** Everything was read, and nothing was missing. */
  get done(): boolean {
    return this.#ok && this.#at === this.#bytes.length;
  }

  fail(): 0 {
    this.#ok = false;
    this.#at = this.#bytes.length;
    return 0;
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? this.fail();
  }

  unsigned(): number {
    return this.#rest(0, 1);
  }

  #rest(start: number, firstScale: number): number {
    let value = start;
    let scale = firstScale;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value <= Number.MAX_SAFE_INTEGER ? value : this.fail();
      scale *= 0x80;
    }
    return this.fail();
  }

  signed(): number {
    const first = this.byte();
    const low = (first & 0x7f) >> 1;
    const magnitude = first < 0x80 ? low : this.#rest(low, 0x40);
    return (first & 1) === 1 && magnitude > 0 ? -magnitude : magnitude;
  }

  /** A count of things to come: fails above `limit`, so that no bytes make a reader allocate or loop without end. */
  count(limit: number): number {
    const value = this.unsigned();
    return value <= limit ? value : this.fail();
  }

  /** A view, not a copy. */
  block(): Uint8Array {
    const length = this.unsigned();
    if (this.#at + length > this.#bytes.length) {
      this.fail();
      return new Uint8Array();
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return decoder.decode(this.block());
  }
}
