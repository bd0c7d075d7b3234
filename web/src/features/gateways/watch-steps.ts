import type { GatewayStatus } from "@lastmeter/model/gateway";
import type { LinkHealth } from "@lastmeter/model/network";

/** What a new gateway does, in order. */
export const watchSteps = ["hello", "proved", "receiving"] as const;

export interface WatchStep {
  readonly step: (typeof watchSteps)[number];
  /** `now`: what is waited for. */
  readonly state: "done" | "now" | "next";
  /** When it was done; null: not yet, or not known. */
  readonly at: number | null;
}

/** How far a gateway is. Where nothing is told of it yet, the network's own link says whether the key was proved. */
export function toWatchSteps(status: GatewayStatus | null, link: LinkHealth): readonly WatchStep[] {
  const stage = status?.stage ?? (link.state === "waiting" ? "waiting" : "proved");
  const done = { waiting: 0, hello: 1, proved: 2, receiving: 3 }[stage];
  const times = [status?.helloAt, status?.provedAt, status?.firstMessageAt];
  return watchSteps.map((step, place) => ({
    step,
    state: place < done ? "done" : place === done ? "now" : "next",
    at: place < done ? (times[place] ?? null) : null,
  }));
}
