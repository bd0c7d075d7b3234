import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Config } from "../config.ts";
import { createLog } from "../log.ts";
import { startBridge } from "../run.ts";

const reportSchema = z.object({
  queueLength: z.int(),
  link: z.string(),
  relay: z.object({ deviceMessages: z.int(), lastFailure: z.string().nullable() }),
});
const POLL_MS = 250;

/** `silent`: connected, but no device has said anything. A number: the exit code of a bridge that could not start. */
export type FirstReading = "received" | "silent" | "unlinked" | number;

/** Runs the bridge until the dispatcher has stored a device's first message under seal, at most `waitMs`. */
export async function awaitFirstReading(config: Config, waitMs: number): Promise<FirstReading> {
  const bridge = await startBridge({ ...config, health: { port: 0 } }, createLog("silent"));
  if (typeof bridge === "number") return bridge;
  const endsAt = performance.now() + waitMs;
  try {
    for (;;) {
      const { queueLength, link, relay } = reportSchema.parse(bridge.report());
      if (relay.deviceMessages > 0) return "received";
      if (performance.now() >= endsAt) return link === "online" ? "silent" : "unlinked";
      if (queueLength > 0) bridge.sendNow();
      await delay(POLL_MS);
    }
  } finally {
    await bridge.stop();
  }
}
