import type { UplinkHead } from "@lastmeter/model/link/messages";
import type { Asks } from "./asks.ts";
import type { RelayOptions } from "./relay-options.ts";

/** What a frame says beside its batch. */
export function toHead(
  { queue, now, isBrokerConnected, outcomes, zigbeeKey }: RelayOptions,
  {
    watched,
    qos0,
    ...known
  }: { readonly watched: boolean; readonly qos0: boolean | undefined } & Pick<
    UplinkHead,
    "wantsToken" | "interestVersion"
  >,
  { began, newest }: Asks,
): UplinkHead {
  const { length, oldestAt } = queue.stats;
  const news = outcomes();
  const networkKey = zigbeeKey();
  return {
    ...known,
    now: now(),
    watched: began ? "began" : watched ? "yes" : "no",
    queue: { length, oldestAt },
    broker: isBrokerConnected() ? "connected" : "disconnected",
    ...(news.length > 0 ? { outcomes: [...news] } : {}),
    ...(newest ? { wantsNewest: true } : {}),
    ...(qos0 === undefined ? {} : { qos0 }),
    ...(networkKey === undefined ? {} : { networkKey }),
  };
}
