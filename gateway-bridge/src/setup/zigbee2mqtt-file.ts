import { z } from "zod";

const scalarSchema = z.union([z.string(), z.number()]).transform(String);
/** Of Zigbee2MQTT's `configuration.yaml` only what the bridge needs. */
const fileSchema = z.object({
  mqtt: z
    .object({
      server: z.string().optional(),
      user: scalarSchema.nullish(),
      password: scalarSchema.nullish(),
      base_topic: z.string().optional(),
      ca: z.string().nullish(),
    })
    .nullish(),
  advanced: z.object({ network_key: z.unknown() }).partial().nullish(),
});

/** Printed in its documentation and used wherever nobody chose another: whoever hears the radio can read it and switch. */
const WELL_KNOWN_KEY = "1,3,5,7,9,11,13,15,0,2,4,6,8,10,12,13";

export interface Zigbee2mqttFile {
  readonly mqtt: {
    readonly url: string;
    readonly username?: string;
    readonly password?: string;
    readonly baseTopic: string;
    readonly caFile?: string;
  };
  readonly networkKey: "own" | "wellKnown";
}

/**
 * @param parsed the YAML document.
 * @param readSecret the value of a reference `!secret.yaml password`: file beside this one, and key. Undefined: not there.
 * @returns undefined where it is no configuration of Zigbee2MQTT.
 */
export function toZigbee2mqttFile(
  parsed: unknown,
  readSecret: (file: string, key: string) => unknown,
): Zigbee2mqttFile | undefined {
  const file = fileSchema.safeParse(parsed);
  if (!file.success) return undefined;
  const { mqtt, advanced } = file.data;
  if (!mqtt) return undefined;
  const resolve = (text: string | null | undefined) => toResolved(text, readSecret)?.toString();
  const username = resolve(mqtt.user);
  const password = resolve(mqtt.password);
  return {
    mqtt: {
      url: resolve(mqtt.server) ?? "mqtt://localhost:1883",
      ...(username ? { username } : {}),
      ...(password ? { password } : {}),
      baseTopic: mqtt.base_topic ?? "zigbee2mqtt",
      ...(mqtt.ca ? { caFile: mqtt.ca } : {}),
    },
    networkKey: isWellKnown(toResolved(advanced?.network_key, readSecret)) ? "wellKnown" : "own",
  };
}

function toResolved(value: unknown, readSecret: (file: string, key: string) => unknown) {
  const [, file, key] = typeof value === "string" ? (/^!([\w.-]+) (\S+)$/.exec(value) ?? []) : [];
  if (file === undefined || key === undefined) return value ?? undefined;
  return readSecret(file.endsWith(".yaml") ? file : `${file}.yaml`, key) ?? undefined;
}

/** Without the setting Zigbee2MQTT uses the well-known key. */
function isWellKnown(key: unknown): boolean {
  return key === undefined || (Array.isArray(key) && key.join() === WELL_KNOWN_KEY);
}
