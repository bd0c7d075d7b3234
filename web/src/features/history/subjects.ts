import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Health, Live, Node } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { Slot } from "@lastmeter/model/series";
import { slotResolutions } from "@lastmeter/model/time";
import type { Bucket } from "../../data/buckets.ts";
import { type ChartSubject, toChartSubject } from "../../lib/chart-subject.ts";
import { toHeldUntil } from "../../lib/held.ts";
import { type NodeRecord, toBucketName } from "./record.ts";

/** A node with what its history is about. */
export interface Subject {
  readonly id: NodeId;
  readonly node: Node;
  readonly subject: ChartSubject;
}

/** What is known beside the buckets. */
export interface Newest {
  readonly now: number;
  readonly network: Network;
  readonly live: ReadonlyMap<string, Live> | null;
  readonly health: ReadonlyMap<string, Health> | null;
  /** The newest values come from the server. */
  readonly current: boolean;
}

/** The node asked for, else every node with energy. */
export function toSubjects(nodes: readonly (readonly [NodeId, Node])[], only: NodeId | null): Subject[] {
  return nodes.flatMap(([id, node]) => {
    const subject = toChartSubject(node);
    if (subject === null || (only !== null && id !== only)) return [];
    return only === null && subject.kind !== "power" ? [] : [{ id, node, subject }];
  });
}

export function toNodeRecord({ id, node }: Subject, newest: Newest, read: ReadonlyMap<string, Bucket>): NodeRecord {
  const live = newest.live?.get(id)?.d ?? null;
  const health = newest.health?.get(id)?.health ?? null;
  return {
    node,
    live,
    heldUntil: toHeldUntil({ ...newest, link: newest.network.link }, health, live),
    buckets: toSlotMaps(id, read),
  };
}

/** `month/2026` of a plan as a path of the database. */
export function toBucketPath(id: NodeId, name: string): string[] {
  const [resolution, bucketId = ""] = name.split("/");
  const known = slotResolutions.find((candidate) => candidate === resolution);
  return known ? [paths.bucket(id, known, bucketId)] : [];
}

export const toNodeOf = (path: string) => path.split("/")[1] ?? "";

const maps = new WeakMap<readonly Slot[], ReadonlyMap<number, Slot>>();

function toSlotMaps(id: NodeId, read: ReadonlyMap<string, Bucket>): Map<string, ReadonlyMap<number, Slot>> {
  const found = new Map<string, ReadonlyMap<number, Slot>>();
  for (const [path, { slots }] of read) {
    const [, node, , resolution, , bucketId = ""] = path.split("/");
    const known = slotResolutions.find((candidate) => candidate === resolution);
    if (node !== id || !known || slots === null) continue;
    const byStart = maps.get(slots) ?? new Map(slots.map((slot) => [slot.startAt, slot]));
    maps.set(slots, byStart);
    found.set(toBucketName(known, bucketId), byStart);
  }
  return found;
}
