import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import type { LiveData, Total } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { Reading } from "@lastmeter/model/reading";
import { parseChunk, parseSlots, type Slot, type SlotStats } from "@lastmeter/model/series";
import type { SlotResolution } from "@lastmeter/model/time";
import type { Quantity } from "@lastmeter/model/units";
import type { Write } from "../platform/writes.ts";
import type { IngestInput, IngestNode, IngestPlan } from "./ingest.ts";
import { planIngest } from "./plan.ts";

export const nodeId = "nodeA-nodeA-nodeA-node" as NodeId;
export const location: Location = { latitude: 37.98, longitude: 23.73 };

const channel = (key: string, ix: number, quantity: Quantity, more: Partial<Channel> = {}): Channel => ({
  key,
  ix,
  label: key,
  kind: "measurement",
  type: "numeric",
  quantity,
  readable: true,
  settable: false,
  gettable: false,
  path: [key],
  ...more,
});
export const channels = {
  power: channel("power", 0, "power"),
  energyImport: channel("energyImport", 1, "energy", { register: true, direction: "import" }),
  energyExport: channel("energyExport", 2, "energy", { register: true, direction: "export" }),
  voltage: channel("voltage", 3, "voltage"),
  state: channel("state", 4, "generic", { kind: "control", type: "binary" }),
  action: channel("action", 5, "generic", { kind: "action", type: "enum" }),
} satisfies Record<string, Channel>;
export type ChannelKey = keyof typeof channels;

export const total: Total = {
  power: [{ channel: "power", sign: 1 }],
  energyImport: ["energyImport"],
  energyExport: ["energyExport"],
};

export function toNode(id = nodeId, more: Partial<IngestNode> = {}): IngestNode {
  return { nodeId: id, shard: 0, location, total, channels, ...more };
}

function toInput(more: Partial<IngestInput> = {}): IngestInput {
  return {
    now: 4_000_000_000_000,
    timeZone: "Europe/Athens",
    networkId: "network",
    queueEpoch: "epoch",
    nodes: new Map([[nodeId, toNode()]]),
    readings: [],
    events: [],
    values: [],
    seen: new Map(),
    watched: "no",
    backfill: true,
    ...more,
  };
}

let sequence = 0;
/** `value` in steps. */
export function toReading(key: ChannelKey, at: number | string, value: number, more: Partial<Reading> = {}): Reading {
  const time = typeof at === "string" ? Date.parse(at) : at;
  const quantity = channels[key].quantity ?? "generic";
  const rest = { quantity, unit: "", quality: "good", location } as const;
  return { nodeId, channel: key, value, at: time, sequence: ++sequence, ...rest, ...more };
}

/** Applies plans to documents in memory as the store would: merge joins maps, replaceFields puts the named fields. */
export class MemoryHome {
  shards = new Map<number, Uint8Array>();
  readonly documents = new Map<string, Record<string, unknown>>();
  readonly paths: string[] = [];
  /** Raw documents read for readings that came late. */
  reads = 0;

  plan(more: Partial<IngestInput>): readonly Write[] {
    const raw = new Map<string, Readonly<Record<string, Uint8Array>> | null>();
    let plan = planIngest(toInput(more), this.shards, raw);
    while (plan.needs.length > 0) {
      for (const path of plan.needs) raw.set(path, this.rawOf(path));
      this.reads += plan.needs.length;
      plan = planIngest(toInput(more), this.shards, raw);
    }
    return this.apply(plan);
  }

  /** Field `d` of a raw document. */
  rawOf(path: string): Record<string, Uint8Array> | null {
    return (this.documents.get(path)?.d as Record<string, Uint8Array> | undefined) ?? null;
  }

  apply({ shards, writes }: IngestPlan): readonly Write[] {
    this.shards = new Map([...this.shards, ...shards]);
    for (const write of writes) this.#apply(write);
    return writes;
  }

  #apply(write: Write): void {
    this.paths.push(write.path);
    if (write.kind !== "merge" && write.kind !== "replaceFields") throw new Error(`unexpected ${write.kind}`);
    const before = this.documents.get(write.path) ?? {};
    const data = Object.fromEntries(Object.entries(write.data));
    const joined = write.kind === "merge" ? { ...data, d: { ...toRecord(before.d), ...toRecord(data.d) } } : data;
    this.documents.set(write.path, { ...before, ...joined });
  }

  slots(resolution: SlotResolution, id = nodeId): Slot[] {
    const found = this.#bytes(`${paths.bucket(id, resolution, "")}`).flatMap((d) => parseSlots(d));
    return found.sort((a, b) => a.startAt - b.startAt);
  }

  stats(resolution: SlotResolution, key: ChannelKey): SlotStats[] {
    return this.slots(resolution).flatMap((slot) => slot.channels.get(channels[key].ix) ?? []);
  }

  /** Stored readings as `[ix, at, value, quality]`, sorted: how they lie in chunks does not matter. */
  raw(id = nodeId): [number, number, number, string][] {
    const chunks = this.#bytes(paths.bucket(id, "raw", "")).flatMap((d) => Object.values(d));
    const rows = chunks.flatMap((bytes) =>
      [...(parseChunk(bytes) ?? [])].flatMap(([ix, { at, value, quality }]) =>
        at.map((each, i): [number, number, number, string] => [ix, each, value[i] ?? 0, quality[i] ?? ""]),
      ),
    );
    return rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  }

  live(id = nodeId): LiveData | undefined {
    return this.documents.get(paths.live(id))?.d as LiveData | undefined;
  }

  events(day: string, id = nodeId): Record<string, unknown> {
    return toRecord(this.documents.get(paths.events(id, day))?.d);
  }

  #bytes(prefix: string): Record<string, Uint8Array>[] {
    return [...this.documents]
      .filter(([path]) => path.startsWith(prefix))
      .map(([, data]) => data.d as Record<string, Uint8Array>);
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
