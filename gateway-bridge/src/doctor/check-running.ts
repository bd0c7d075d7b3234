import { z } from "zod";
import type { Check } from "./check.ts";

/** Of the running bridge's health page. */
const healthSchema = z.object({
  version: z.string(),
  link: z.string(),
  queueLength: z.int(),
  relay: z.object({ lastFailure: z.string().nullable() }),
});

/** The bridge that runs here, by its own word. @param health null: none runs, or on another port. */
export function checkRunning(health: unknown): Check[] {
  const parsed = healthSchema.safeParse(health);
  if (!parsed.success) return [];
  const { version, link, queueLength, relay } = parsed.data;
  const found = `${version} runs, ${link}, ${queueLength} messages wait${relay.lastFailure ? `, ${relay.lastFailure}` : ""}`;
  const next = toNext(link, relay.lastFailure);
  return [{ name: "bridge", found, ...(next === undefined ? {} : { next }) }];
}

function toNext(link: string, lastFailure: string | null): string | undefined {
  if (lastFailure?.includes("another_runs")) {
    return "Another copy of this gateway calls with the same key: switch it off, or replace the gateway in the app.";
  }
  if (link === "revoked") {
    return "This gateway was revoked; what it read stays on its disk. Replace it in the app, then run setup here again.";
  }
  return undefined;
}
