import { PERMIT_JOIN_MAX_S } from "@lastmeter/model/command";
import { changeNode, isPast, type Work } from "../decoding/work.ts";
import type { NativeMessage } from "../protocol.ts";
import { availabilitySettingSchema, joinSchema } from "./native/bridge.ts";

/** `bridge/info`: until when new devices may join. */
export function applyJoin(work: Work, value: unknown, { at }: Pick<NativeMessage, "at">): void {
  const info = joinSchema.safeParse(value);
  if (!info.success || isPast(work, { at })) return;
  const { permit_join, permit_join_end } = info.data;
  const latestAt = at + PERMIT_JOIN_MAX_S * 1000;
  const joinUntil = permit_join ? Math.round(Math.min(permit_join_end ?? latestAt, latestAt)) : null;
  if (work.directory.joinUntil !== joinUntil) work.directory = { ...work.directory, joinUntil };
}

/** `bridge/info`: whether Zigbee2MQTT watches over its devices at all, which it does not by itself. */
export function applyAvailabilitySetting(work: Work, value: unknown, { at }: Pick<NativeMessage, "at">): void {
  const info = availabilitySettingSchema.safeParse(value);
  if (!info.success || isPast(work, { at })) return;
  const { availability } = info.data.config;
  const tellsAvailability = typeof availability === "object" ? availability.enabled !== false : availability === true;
  if (work.directory.tellsAvailability !== tellsAvailability) work.directory = { ...work.directory, tellsAvailability };
  if (tellsAvailability) return;
  // What it said last is not kept up any more: from now on devices speak for themselves.
  for (const { reachable, ...node } of Object.values(work.directory.nodes)) {
    if (reachable !== undefined) changeNode(work, { kind: "update", node });
  }
}
