import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import type { Subject } from "./configuration.store.ts";
import { type ConfigurationContext, follow } from "./configure.ts";
import { endFirmware, followFirmware } from "./firmware.ts";
import { applyEnd } from "./settle.ts";

type Ended = Pick<Command, "order" | "state" | "reason" | "detail" | "endedAt">;

/** A command came to its end: what it was to set is confirmed, failed in the device's words, or waits for another try. */
export async function followCommand(
  context: ConfigurationContext,
  networkId: NetworkId,
  commandId: string,
  { order, state, reason, detail = "" }: Ended,
): Promise<void> {
  const end = { commandId, state, reason, detail: detail || null };
  if (order.kind === "configure") {
    await follow(context, { networkId, nodeId: order.nodeId }, (desired, _, now) => ({
      ...desired,
      settings: applyEnd(desired.settings, end, now),
    }));
  } else if (order.kind === "firmware") {
    await follow(context, { networkId, nodeId: null }, (desired, _, now) => endFirmware(desired, end, now));
  }
}

/** Something new is reported: what is not as wanted is set again. */
export async function followReported(context: ConfigurationContext, subject: Subject): Promise<void> {
  await follow(context, subject);
  await followFirmware(context, subject.networkId, subject.nodeId);
}
