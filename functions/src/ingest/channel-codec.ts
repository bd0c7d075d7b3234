import type { ByteReader, ByteWriter } from "@lastmeter/model/bytes";
import { EARLIER_CREDIT } from "./credit.ts";
import type { ChannelState, RegisterState } from "./node-state.ts";
import { newSlotSum, type SlotSum } from "./slot-sum.ts";

/** Times are written relative to the node's clock: they lie near it. */
export function packChannel(writer: ByteWriter, channel: ChannelState, clock: number): void {
  writer.signed(channel.value);
  writer.signed(clock - channel.at);
  writer.unsigned(channel.sequence + 1);
  writer.signed(clock - channel.heldTo);
  writer.byte(
    channel.sums.reduce(
      (bits, sum, level) => bits | (sum ? 1 << level : 0),
      (channel.register ? 16 : 0) | (channel.stale ? 32 : 0),
    ),
  );
  for (const sum of channel.sums) if (sum) packSum(writer, sum, clock);
  if (channel.register) packRegister(writer, channel.register, clock);
}

export function parseChannel(reader: ByteReader, clock: number): ChannelState {
  const value = reader.signed();
  const at = clock - reader.signed();
  const sequence = reader.unsigned() - 1;
  const heldTo = clock - reader.signed();
  const flags = reader.byte();
  const sum = (level: number) => (flags & (1 << level) ? parseSum(reader, clock) : null);
  const sums: ChannelState["sums"] = [sum(0), sum(1), sum(2), sum(3)];
  return {
    value,
    at,
    sequence,
    heldTo,
    sums,
    register: flags & 16 ? parseRegister(reader, clock) : null,
    stale: (flags & 32) !== 0,
  };
}

function packSum(writer: ByteWriter, sum: SlotSum, clock: number): void {
  writer.unsigned(sum.n * 2 + (sum.suspect ? 1 : 0));
  writer.unsigned(sum.coveredMs);
  writer.signed(sum.integral);
  for (const value of [sum.min, sum.max, sum.first, sum.last]) writer.signed(value);
  writer.signed(clock - sum.firstAt);
  writer.signed(clock - sum.lastAt);
}

function parseSum(reader: ByteReader, clock: number): SlotSum {
  const sum = newSlotSum(0, 0);
  const n = reader.unsigned();
  sum.n = Math.floor(n / 2);
  sum.suspect = n % 2 === 1;
  sum.coveredMs = reader.unsigned();
  sum.integral = reader.signed();
  sum.min = reader.signed();
  sum.max = reader.signed();
  sum.first = reader.signed();
  sum.last = reader.signed();
  sum.firstAt = clock - reader.signed();
  sum.lastAt = clock - reader.signed();
  return sum;
}

const BY_POWER = 1;
const DOUBT = 2;
const GAP = 4;
const LOW = 8;
const FRESH = 16;
const UNPLACED = 32;
/** States from before have none. */
const CREDIT = 64;

function packRegister(writer: ByteWriter, register: RegisterState, clock: number): void {
  const { byPower, doubt, gap, low, fresh, unplaced } = register;
  const hasUnplaced = unplaced.some((each) => each !== 0);
  writer.byte(
    (byPower ? BY_POWER : 0) |
      (doubt ? DOUBT : 0) |
      (gap ? GAP : 0) |
      (low ? LOW : 0) |
      (fresh ? FRESH : 0) |
      (hasUnplaced ? UNPLACED : 0) |
      CREDIT,
  );
  writer.signed(clock - register.knotAt);
  writer.signed(register.knotValue);
  writer.signed(clock - register.sameAt);
  writer.unsigned(register.weight);
  for (const since of register.since) writer.unsigned(since);
  if (hasUnplaced) for (const each of unplaced) writer.unsigned(each);
  writer.unsigned(register.pending.length);
  let before = 0;
  for (const { at, weight } of register.pending) {
    writer.signed(clock - at);
    writer.unsigned(weight - before);
    before = weight;
  }
  if (doubt) {
    writer.signed(doubt.value);
    writer.signed(clock - doubt.at);
  }
  if (gap) {
    writer.signed(clock - gap.from);
    writer.signed(clock - gap.to);
  }
  if (low) {
    writer.signed(low.value);
    writer.signed(low.last - low.value);
    writer.signed(clock - low.lastAt);
    writer.unsigned(low.rises);
    writer.signed(clock - low.at);
    writer.unsigned(low.weight);
  }
  for (const each of [register, doubt, low]) if (each) writer.signed(each.credit);
  if (low) writer.signed(clock - low.knotAt);
}

function parseRegister(reader: ByteReader, clock: number): RegisterState {
  const flags = reader.byte();
  const knotAt = clock - reader.signed();
  const knotValue = reader.signed();
  const sameAt = clock - reader.signed();
  const weight = reader.unsigned();
  const four = (): RegisterState["since"] => [
    reader.unsigned(),
    reader.unsigned(),
    reader.unsigned(),
    reader.unsigned(),
  ];
  const since = four();
  const unplaced: RegisterState["unplaced"] = flags & UNPLACED ? four() : [0, 0, 0, 0];
  const pending = [];
  let before = 0;
  for (let left = reader.count(65_536); left > 0 && reader.ok; left--) {
    const at = clock - reader.signed();
    before += reader.unsigned();
    pending.push({ at, weight: before });
  }
  const doubt = flags & DOUBT ? { value: reader.signed(), at: clock - reader.signed(), credit: EARLIER_CREDIT } : null;
  const gap = flags & GAP ? { from: clock - reader.signed(), to: clock - reader.signed() } : null;
  const low = flags & LOW ? parseLow(reader, clock) : null;
  const byPower = (flags & BY_POWER) !== 0;
  const fresh = (flags & FRESH) !== 0;
  const register: RegisterState = {
    knotAt,
    knotValue,
    sameAt,
    byPower,
    weight,
    pending,
    since,
    unplaced,
    doubt,
    gap,
    low,
    fresh,
    credit: EARLIER_CREDIT,
  };
  if (flags & CREDIT) for (const each of [register, doubt, low]) if (each) each.credit = reader.signed();
  if (low) low.knotAt = flags & CREDIT ? clock - reader.signed() : knotAt;
  return register;
}

function parseLow(reader: ByteReader, clock: number): NonNullable<RegisterState["low"]> {
  const value = reader.signed();
  const last = value + reader.signed();
  const lastAt = clock - reader.signed();
  const rises = reader.unsigned();
  const at = clock - reader.signed();
  return { value, last, rises, lastAt, at, weight: reader.unsigned(), credit: EARLIER_CREDIT, knotAt: at };
}
