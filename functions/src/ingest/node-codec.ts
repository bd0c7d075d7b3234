import { ByteReader, ByteWriter } from "@lastmeter/model/bytes";
import { packSlot, parseSlot, toSlotKey } from "@lastmeter/model/series";
import { packChannel, parseChannel } from "./channel-codec.ts";
import { type KnownValue, type NodeState, newNodeState, type StretchRule } from "./node-state.ts";
import { toChunkBytes } from "./open-chunk.ts";

const LIMIT = 65_536;

export function packNode(state: NodeState): Uint8Array {
  const writer = new ByteWriter();
  writer.byte(state.shown ? 1 : 0);
  for (const number of [state.epoch, state.clock, state.passedAt, state.seenAt]) writer.unsigned(number);
  writer.signed(state.lastAt - state.clock);
  for (const number of [state.lastSequence + 1, state.away, state.backAt, state.dayEndAt]) writer.unsigned(number);
  writer.block(state.checkpoint ?? new Uint8Array());
  packRules(writer, state.rules);
  writer.unsigned(state.channels.size);
  for (const [ix, channel] of state.channels) {
    writer.unsigned(ix);
    packChannel(writer, channel, state.clock);
  }
  packKnown(writer, state.events);
  packKnown(writer, state.values);
  writer.unsigned(state.waiting.length);
  for (const { level, slot, written, dirtyAt } of state.waiting) {
    writer.byte(level | (written ? 4 : 0));
    writer.unsigned(dirtyAt);
    writer.unsigned(slot.startAt / 1000);
    writer.block(packSlot(slot));
  }
  writer.byte(state.chunk ? 1 : 0);
  if (state.chunk) {
    writer.text(state.chunk.key);
    writer.unsigned(state.chunk.startAt);
    writer.unsigned(state.chunk.endAt);
    writer.block(toChunkBytes(state.chunk));
  }
  writer.text(state.room.day);
  for (const number of [state.room.part, state.room.bytes, state.inSteps, state.outSteps]) {
    writer.unsigned(Math.round(number));
  }
  return writer.toBytes();
}

/** @returns null if the bytes are not a node's state. */
export function parseNode(bytes: Uint8Array): NodeState | null {
  const reader = new ByteReader(bytes);
  const state = newNodeState();
  state.shown = reader.byte() === 1;
  state.epoch = reader.unsigned();
  state.clock = reader.unsigned();
  state.passedAt = reader.unsigned();
  state.seenAt = reader.unsigned();
  state.lastAt = state.clock + reader.signed();
  state.lastSequence = reader.unsigned() - 1;
  state.away = reader.unsigned();
  state.backAt = reader.unsigned();
  state.dayEndAt = reader.unsigned();
  const checkpoint = reader.block();
  state.checkpoint = checkpoint.length > 0 ? checkpoint.slice() : null;
  state.rules = parseRules(reader);
  for (let left = reader.count(1024); left > 0 && reader.ok; left--) {
    state.channels.set(reader.unsigned(), parseChannel(reader, state.clock));
  }
  parseKnown(reader, state.events);
  parseKnown(reader, state.values);
  for (let left = reader.count(LIMIT); left > 0 && reader.ok; left--) {
    const flags = reader.byte();
    const dirtyAt = reader.unsigned();
    const slot = parseSlot(toSlotKey(reader.unsigned() * 1000), reader.block());
    if (!slot) return null;
    state.waiting.push({ level: flags & 3, slot, written: (flags & 4) !== 0, dirtyAt });
  }
  if (reader.byte() === 1) {
    state.chunk = { key: reader.text(), startAt: reader.unsigned(), endAt: reader.unsigned(), held: reader.block() };
  }
  state.room = { day: reader.text(), part: reader.unsigned(), bytes: reader.unsigned() };
  state.inSteps = reader.unsigned();
  state.outSteps = reader.unsigned();
  return reader.done ? state : null;
}

function packRules(writer: ByteWriter, rules: readonly StretchRule[]): void {
  writer.unsigned(rules.length);
  for (const { id, from, to, action } of rules) {
    writer.text(id);
    writer.unsigned(from);
    writer.unsigned(to);
    writer.byte(action === "accept" ? 1 : 0);
  }
}

function parseRules(reader: ByteReader): StretchRule[] {
  const rules: StretchRule[] = [];
  for (let left = reader.count(1024); left > 0 && reader.ok; left--) {
    const id = reader.text();
    const from = reader.unsigned();
    const to = reader.unsigned();
    rules.push({ id, from, to, action: reader.byte() === 1 ? "accept" : "exclude" });
  }
  return rules;
}

function packKnown(writer: ByteWriter, known: ReadonlyMap<number, KnownValue>): void {
  writer.unsigned(known.size);
  for (const [ix, { value, at }] of known) {
    writer.unsigned(ix);
    writer.unsigned(at);
    if (typeof value === "boolean") writer.byte(value ? 1 : 0);
    else if (typeof value === "number" && Number.isSafeInteger(value)) {
      writer.byte(2);
      writer.signed(value);
    } else {
      writer.byte(typeof value === "number" ? 3 : 4);
      writer.text(String(value));
    }
  }
}

function parseKnown(reader: ByteReader, known: Map<number, KnownValue>): void {
  for (let left = reader.count(1024); left > 0 && reader.ok; left--) {
    const ix = reader.unsigned();
    const at = reader.unsigned();
    const kind = reader.byte();
    if (kind < 2) known.set(ix, { value: kind === 1, at });
    else if (kind === 2) known.set(ix, { value: reader.signed(), at });
    else known.set(ix, { value: kind === 3 ? Number(reader.text()) : reader.text(), at });
  }
}
