import { channelSchema } from "@lastmeter/model/channel";
import { type LiveData, type Node, nodeSchema } from "@lastmeter/model/node";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { type NodeRecord, toBucketName } from "./record.ts";

/** A meter whose power is channel 0 and whose registers are channels 1 (drawn) and 2 (given). */
export function toMeter(name: string, more: Partial<Node> = {}): Node {
  const channels = Object.fromEntries(
    [
      { key: "power", quantity: "power" },
      { key: "energyImport", quantity: "energy", register: true, direction: "import" },
      { key: "energyExport", quantity: "energy", register: true, direction: "export" },
    ].map((channel, ix) => {
      const base = { ix, label: channel.key, kind: "measurement", type: "numeric", path: [channel.key] };
      const access = { readable: true, settable: false, gettable: false };
      return [channel.key, channelSchema.parse({ ...base, ...access, ...channel })];
    }),
  );
  return nodeSchema.parse({
    v: 1,
    networkId: "n".repeat(32),
    ownerId: "owner",
    memberIds: ["owner"],
    address: name,
    nativeName: name,
    name,
    room: null,
    vendor: null,
    model: null,
    description: null,
    status: "active",
    role: null,
    inside: null,
    total: {
      power: [{ channel: "power", sign: 1 }],
      energyImport: ["energyImport"],
      energyExport: ["energyExport"],
    },
    channels,
    location: null,
    ...more,
  });
}

export interface GivenSlot {
  readonly startAt: number;
  readonly endAt: number;
  readonly importWh: number;
  readonly exportWh: number;
  readonly unplacedWh?: number;
  /** Share of the slot that is known. */
  readonly known?: number;
  readonly quality?: SlotStats["quality"];
}

export function toSlot({
  startAt,
  endAt,
  importWh,
  exportWh,
  unplacedWh = 0,
  known = 1,
  quality = "good",
}: GivenSlot): Slot {
  const coveredS = ((endAt - startAt) / 1000) * known;
  const base = { n: 1, coveredS, min: 0, max: 0, first: 0, firstAt: startAt, last: 0, lastAt: startAt, quality };
  const toRegister = (energy: number): SlotStats => ({ ...base, integral: 0, energy });
  const drawn = toRegister(importWh);
  return {
    startAt,
    endAt,
    channels: new Map([
      [0, { ...base, integral: (importWh - exportWh) * 36_000, energy: null }],
      [1, unplacedWh === 0 ? drawn : { ...drawn, unplacedWh }],
      [2, toRegister(exportWh)],
    ]),
  };
}

export function toLive(at: number, today: LiveData["today"], powerW = 0): LiveData {
  return { v: 1, at, values: {}, power: { value: powerW * 10, at }, today, location: null };
}

type Resolution = "quarter" | "day" | "month";

/** @param stored slots by bucket, e.g. `["day", "2026-11", slots]` */
export function toRecord(
  node: Node,
  stored: readonly (readonly [Resolution, string, readonly Slot[]])[],
  more: Partial<NodeRecord> = {},
): NodeRecord {
  const buckets = stored.map(
    ([resolution, id, slots]) =>
      [toBucketName(resolution, id), new Map(slots.map((slot) => [slot.startAt, slot]))] as const,
  );
  return { node, live: null, heldUntil: Number.POSITIVE_INFINITY, buckets: new Map(buckets), ...more };
}
