import type { Channel } from "@lastmeter/model/channel";
import type { CommandValue } from "@lastmeter/model/command";
import { useRef } from "react";
import { dismissOrder, giveOrder, type Order, useOrder } from "../../data/commands.ts";
import { peekLive } from "../../data/home-data.ts";
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

/** The newest value of a channel the node reports, and its time. Drawn again only when one of them changes. */
export function useReported(nodeId: string, channel: Channel | null) {
  const uid = useUid();
  const find = () => (channel && peekLive(uid).value?.get(nodeId)?.d?.values[channel.key]) ?? null;
  const value = useLiveValue(() => {
    const newest = find();
    return newest && channel ? fromReported(channel, newest.value) : null;
  });
  const at = useLiveValue(() => find()?.at ?? null);
  return { value, at };
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
    reported: useConfirmed(order, progress, newest.at) ?? newest.value,
    wanted: toWanted(order, progress),
    progress,
    hindrance: online ? (link?.state === "waiting" ? "neverConnected" : null) : "phoneOffline",
    isAway: link?.state === "offline" || link?.protocol === "offline",
    send: (value) => void giveOrder(target, value),
    dismiss: () => dismissOrder(target),
  };
}

/** What a confirmed order has set, while the values of the report that confirmed it are still on their way to this phone. */
function useConfirmed(order: Order | null, progress: Progress | null, newestAt: number | null) {
  const first = useRef<{ readonly command: unknown; readonly newestAt: number | null }>(null);
  if (order === null || progress?.phase !== "confirmed" || typeof order.value === "object") return null;
  if (first.current?.command !== order.command) first.current = { command: order.command, newestAt };
  return first.current.newestAt === newestAt ? order.value : null;
}
