import type { Channel } from "@lastmeter/model/channel";
import type { CommandValue } from "@lastmeter/model/command";
import { orders, useOrder } from "../../data/commands.ts";
import { peekLive } from "../../data/home-data.ts";
import type { Order } from "../../data/orders.ts";
import { phoneOnline } from "../../data/resume.ts";
import { useUid } from "../../data/session.ts";
import { serverNow } from "../../lib/clock.ts";
import type { ControlSubject } from "../../lib/control.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { useWatched } from "../../lib/value.ts";
import { type Progress, toProgress, toWanted } from "./progress.ts";
import { fromReported } from "./value.ts";

/** Why nothing can be asked for now. */
export type Hindrance = "phoneOffline" | "neverConnected";

export interface ControlState {
  /** What the device said last, in canonical units; null: nothing yet. Never what is only wished. */
  readonly reported: string | number | boolean | null;
  /** What is on its way; null: nothing. */
  readonly wanted: CommandValue | null;
  readonly progress: Progress | null;
  readonly hindrance: Hindrance | null;
  /** The home's gateway (or its ZigBee) is known to be away: an order waits for it until its deadline. */
  readonly isAway: boolean;
  send(value: CommandValue): void;
  dismiss(): void;
}

/** The newest value of a channel the node reports. Drawn again only when it changes. */
export function useReported(nodeId: string, channel: Channel | null): string | number | boolean | null {
  const uid = useUid();
  return useLiveValue(() => {
    const newest = channel && peekLive(uid).value?.get(nodeId)?.d?.values[channel.key];
    return newest && channel ? fromReported(channel, newest.value) : null;
  });
}

/** One thing of a node that can be told something: as it is, and what is on its way. */
export function useControl({ networkId, nodeId, link }: ControlSubject, channel: Channel): ControlState {
  const target = { networkId, nodeId, channel: channel.key };
  const newest = useReported(nodeId, channel);
  const online = useWatched(phoneOnline);
  const order = useOrder(target);
  // Drawn again when a deadline passes or a success has been told.
  useLiveValue((now) => toProgress(order, now)?.phase ?? null);
  const progress = toProgress(order, serverNow());
  return {
    reported: toConfirmed(order, progress) ?? newest,
    wanted: toWanted(order, progress),
    progress,
    hindrance: online ? (link?.state === "waiting" ? "neverConnected" : null) : "phoneOffline",
    isAway: link?.state === "offline" || link?.protocol === "offline",
    send: (value) => void orders.give(target, value),
    dismiss: () => orders.dismiss(target),
  };
}

/** As long as the confirmation is told, what it confirmed: the values of that report may come a moment later. */
function toConfirmed(order: Order | null, progress: Progress | null): string | number | boolean | null {
  return order && progress?.phase === "confirmed" && typeof order.value !== "object" ? order.value : null;
}
