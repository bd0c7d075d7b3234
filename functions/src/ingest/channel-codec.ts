import type { ByteReader, ByteWriter } from "@lastmeter/model/bytes";
import type { ChannelState, RegisterState } from "./node-state.ts";
import { newSlotSum, type SlotSum } from "./slot-sum.ts";

/** Times are written relative to the node's clock: they lie near it. */
export function packChannel(writer: ByteWriter, channel: ChannelState, clock: number): void {
  writer.signed(channel.value);
  writer.signed(clock - channel.at);
  writer.unsigned(channel.sequence + 1);
  writer.signed(clock - channel.heldTo);
  writer.byte(channel.sums.reduce((bits, sum, level) => bits | (sum ? 1 << level : 0), channel.register ? 16 : 0));
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
  return { value, at, sequence, heldTo, sums, register: flags & 16 ? parseRegister(reader, clock) : null };
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

function packRegister(writer: ByteWriter, register: RegisterState, clock: number): void {
  writer.byte((register.byPower ? 1 : 0) | (register.doubt ? 2 : 0));
  writer.signed(clock - register.knotAt);
  writer.signed(register.knotValue);
  writer.unsigned(register.counted);
  writer.signed(clock - register.sameAt);
  writer.unsigned(register.weight);
  for (const start of register.start) writer.unsigned(register.counted - start);
  writer.unsigned(register.pending.length);
  let before = 0;
  for (const { at, weight } of register.pending) {
    writer.signed(clock - at);
    writer.unsigned(weight - before);
    before = weight;
  }
  if (register.doubt) {
    writer.signed(register.doubt.value);
    writer.signed(clock - register.doubt.at);
  }
}

function parseRegister(reader: ByteReader, clock: number): RegisterState {
  const flags = reader.byte();
  const knotAt = clock - reader.signed();
  const knotValue = reader.signed();
  const counted = reader.unsigned();
  const sameAt = clock - reader.signed();
  const weight = reader.unsigned();
  const start = () => counted - reader.unsigned();
  const starts: RegisterState["start"] = [start(), start(), start(), start()];
  const pending = [];
  let before = 0;
  for (let left = reader.count(65_536); left > 0 && reader.ok; left--) {
    const at = clock - reader.signed();
    before += reader.unsigned();
    pending.push({ at, weight: before });
  }
  const doubt = flags & 2 ? { value: reader.signed(), at: clock - reader.signed() } : null;
  return { knotAt, knotValue, counted, sameAt, byPower: (flags & 1) === 1, weight, pending, start: starts, doubt };
}
