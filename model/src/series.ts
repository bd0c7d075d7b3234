/** Slots and raw chunks as they are stored: packed, one `Uint8Array` per slot or chunk under the field `d` of a bucket. */
export interface Slot {
  readonly startAt: number;
  readonly endAt: number;
  /** By channel `ix`. */
  readonly channels: ReadonlyMap<number, SlotStats>;
}

export interface SlotStats {
  /** Number of readings. */
  readonly n: number;
  /** Seconds of the slot for which a value is known: the last value holds until the next one. */
  readonly coveredS: number;
  /** Σ value × seconds, in steps × s: integral / coveredS is the time-weighted mean. */
  readonly integral: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly firstAt: number;
  readonly last: number;
  readonly lastAt: number;
  /** Registers only: what the register counted in the slot, in steps (Wh for energy). */
  readonly energy: number | null;
  readonly quality: "good" | "estimated" | "suspect" | "missing";
}
