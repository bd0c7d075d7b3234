import type { Level, Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import { findFirst, isEventful, isStateful, type OfHome } from "./subject-fields.tsx";

export const levelKinds = [
  "value",
  "state",
  "finished",
  "silent",
  "budget",
  "price",
  "cheapest",
  "event",
  "forecast",
  "during",
] as const satisfies readonly Level["kind"][];
export const triggerKinds = [...levelKinds, "schedule", "changed"] as const satisfies readonly Trigger["kind"][];

const MINUTE = 60_000;
const every = [1, 2, 3, 4, 5, 6, 7];

/** What a channel is to be, to begin with. */
export function toFirstState(of: OfHome, nodeId: NodeId, key: string): string | number | boolean {
  const channel = of.nodes.find(([id]) => id === nodeId)?.[1].channels[key];
  return channel?.type === "binary" ? true : (channel?.values?.[0] ?? true);
}

/** A condition of a kind to begin with; null: this home has nothing it could be about. */
export function toNewLevel(kind: Level["kind"], of: OfHome): Level | null {
  const [first] = of.nodes;
  const powered = of.nodes.find(([, node]) => node.total.power.length > 0);
  switch (kind) {
    case "value":
      return { kind, subject: { of: "home" }, is: "above", limit: 3000, hysteresis: 100, forMs: MINUTE };
    case "state": {
      const found = findFirst(of, isStateful);
      return found && { kind, ...found, is: toFirstState(of, found.nodeId, found.channel), forMs: 0 };
    }
    case "finished":
      return powered
        ? { kind, subject: { of: "node", nodeId: powered[0] }, above: 20, below: 5, forMs: 5 * MINUTE }
        : null;
    case "silent":
      return first ? { kind, nodeId: first[0], forMs: 360 * MINUTE } : null;
    case "budget":
      return { kind, subject: { of: "home" }, measure: "drawn", period: "month", limit: 250_000, percent: 80 };
    case "price":
      return { kind, flow: "import", is: "above", limit: 300_000 };
    case "cheapest":
      return { kind, hours: 4, between: null, together: false };
    case "event":
      return { kind, programmeId: null, level: 1 };
    case "forecast":
      return { kind, quantity: "temperature", take: "max", is: "above", limit: 30, aheadMs: 720 * MINUTE };
    case "during":
      return { kind, from: { by: "clock", time: "22:00" }, to: { by: "clock", time: "06:00" }, weekdays: every };
  }
}

export function toNewTrigger(kind: Trigger["kind"], of: OfHome): Trigger | null {
  if (kind === "schedule") return { kind, at: { by: "clock", time: "07:00" }, weekdays: every };
  if (kind !== "changed") return toNewLevel(kind, of);
  const found = findFirst(of, isEventful);
  return found && { kind, ...found, to: null };
}
