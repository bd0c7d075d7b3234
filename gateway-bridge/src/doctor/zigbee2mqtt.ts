import { z } from "zod";
import type { Check } from "./check.ts";

/** Of `bridge/info` only what decides whether messages are safe. */
const infoSchema = z.object({
  version: z.string(),
  config: z
    .object({
      device_options: z.object({ qos: z.number().optional() }).optional(),
      availability: z.union([z.boolean(), z.object({ enabled: z.boolean().optional() })]).optional(),
    })
    .optional(),
});

const NAME = "Zigbee2MQTT";
/** What it says since is what was tried. */
const OLDEST_MAJOR = 2;

/** @param seen the retained `bridge/state` and `bridge/info`, as far as they came. */
export function decideZigbee2mqttChecks(baseTopic: string, seen: ReadonlyMap<string, string>): Check[] {
  const state = seen.get("bridge/state");
  if (state === undefined) {
    const next = "Start Zigbee2MQTT on this broker, or set mqtt.baseTopic to its mqtt.base_topic.";
    return [{ name: NAME, found: `nothing below ${baseTopic}/`, next }];
  }
  const info = infoSchema.safeParse(parseJson(seen.get("bridge/info")));
  const version = info.success ? info.data.version : "unknown version";
  const isOnline = state.includes("online");
  const isOld = info.success && Number(info.data.version.split(".")[0]) < OLDEST_MAJOR;
  const checks: Check[] = [
    {
      name: NAME,
      found: `${version}, ${isOnline ? "online" : "offline"}`,
      ...(isOnline ? {} : { next: "Zigbee2MQTT is not running: sudo systemctl status zigbee2mqtt" }),
      ...(isOnline && isOld ? { next: `Update Zigbee2MQTT to version ${OLDEST_MAJOR} or later.` } : {}),
    },
  ];
  if (!info.success) return checks;
  const { device_options: deviceOptions, availability } = info.data.config ?? {};
  const qos = deviceOptions?.qos ?? 0;
  checks.push({
    name: "quality of service",
    found: `device_options.qos is ${qos}`,
    ...(qos >= 1
      ? {}
      : {
          next:
            "Values sent while this bridge is stopped are lost. Set it to 1: publish " +
            `{"options":{"device_options":{"qos":1}}} to ${baseTopic}/bridge/request/options and restart Zigbee2MQTT.`,
        }),
  });
  const isAvailabilityOn = typeof availability === "object" ? availability.enabled === true : availability === true;
  checks.push({
    name: "availability",
    found: isAvailabilityOn ? "enabled" : "not enabled",
    ...(isAvailabilityOn
      ? {}
      : {
          next:
            "A device that fell silent will not be noticed. Publish " +
            `{"options":{"availability":{"enabled":true}}} to ${baseTopic}/bridge/request/options and restart Zigbee2MQTT.`,
        }),
  });
  return checks;
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
