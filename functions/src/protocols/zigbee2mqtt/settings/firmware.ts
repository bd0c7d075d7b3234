import { type Firmware, firmwareKey, firmwareSchema } from "@lastmeter/model/configuration";
import { parseSettingText } from "@lastmeter/model/setting";
import { z } from "zod/mini";
import type { DirectoryNode } from "../../protocol.ts";

const versionSchema = z.catch(z.nullable(z.union([z.string().check(z.maxLength(64)), z.number()])), null);
const numberSchema = z.catch(z.nullable(z.number()), null);
const updateSchema = z.object({
  state: z.enum(["idle", "available", "updating", "scheduled"]),
  installed_version: versionSchema,
  latest_version: versionSchema,
  progress: numberSchema,
  remaining: numberSchema,
  latest_release_notes: z.catch(z.nullable(z.string()), null),
});

function toFirmware(update: unknown): Firmware | null {
  const parsed = updateSchema.safeParse(update);
  if (!parsed.success) return null;
  const { state, installed_version, latest_version, progress, remaining, latest_release_notes: notes } = parsed.data;
  return {
    state,
    installed: installed_version,
    latest: latest_version,
    progress,
    remainingS: remaining,
    notes: notes?.slice(0, 1000) ?? null,
  };
}

/** How an update stands, where it is news: told many times an hour, it is so with each percent. */
export function toFirmwareTold(update: unknown, reported: DirectoryNode["reported"]): (readonly [string, Firmware])[] {
  const told = update === undefined ? null : toFirmware(update);
  if (told === null) return [];
  const known = firmwareSchema.safeParse(parseSettingText(reported?.[firmwareKey] ?? "")).data;
  const isSamePercent =
    told.state === "updating" &&
    known?.state === "updating" &&
    Math.floor(told.progress ?? 0) === Math.floor(known.progress ?? 0);
  return isSamePercent ? [] : [[firmwareKey, told]];
}
