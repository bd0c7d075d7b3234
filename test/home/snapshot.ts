import { readFile, rename, writeFile } from "node:fs/promises";
import { instantSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { registerNames } from "./model.ts";
import { parseJson } from "./payload.ts";
import { lastSeenFormats } from "./zigbee-network.ts";

/** What a home remembers over a restart: what people chose, and what switched-off plugs did not draw. */
export const homeSnapshotSchema = z.object({
  v: z.literal(1),
  at: instantSchema,
  off: z.array(z.enum(["fridge", "washingMachine", "waterHeater"])),
  setpoint: z.nullable(z.object({ valueC: z.number(), sinceAt: instantSchema })),
  mode: z.enum(["auto", "heat", "off"]),
  /** Wh by register. */
  offsets: z.partialRecord(z.enum(registerNames), z.number()),
  members: z.record(
    z.string(),
    z.object({ friendlyName: z.string(), options: z.record(z.string(), z.unknown()), removed: z.boolean() }),
  ),
  lastSeen: z.enum(lastSeenFormats),
  qos: z.union([z.literal(0), z.literal(1)]),
});
export type HomeSnapshot = z.infer<typeof homeSnapshotSchema>;

/** Null where there is none yet or it cannot be read: the home then begins untouched. */
export async function readSnapshot(file: string): Promise<HomeSnapshot | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  return z.safeParse(homeSnapshotSchema, parseJson(text)).data ?? null;
}

export async function writeSnapshot(file: string, snapshot: HomeSnapshot): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(snapshot));
  await rename(`${file}.new`, file);
}
