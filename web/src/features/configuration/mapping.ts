import {
  type MappedChannel,
  type MappedDevice,
  type MqttMapping,
  mqttMappingSchema,
  NODE_LEVEL,
} from "@lastmeter/model/mqtt-mapping";

export const emptyChannel = (key: string): MappedChannel => ({
  key,
  label: key,
  kind: "measurement",
  type: "numeric",
  topic: `tele/${NODE_LEVEL}/SENSOR`,
  pointer: "",
  quantity: "power",
  command: null,
});

/** Ids and keys that are not taken yet. */
export function toFreeName(taken: readonly string[], stem: string): string {
  let count = 2;
  let name = stem;
  while (taken.includes(name)) name = `${stem}${count++}`;
  return name;
}

export function withDevice(mapping: MqttMapping, device: MappedDevice): MqttMapping {
  const ids = mapping.devices.map(({ id }) => id);
  return { devices: [...mapping.devices, { ...device, id: toFreeName(ids, device.id.slice(0, 12)) }] };
}

/** What of a channel must go along when its kind or type changes. */
export function withNature(
  channel: MappedChannel,
  kind: MappedChannel["kind"],
  type: MappedChannel["type"],
): MappedChannel {
  const isMeasured = kind === "measurement";
  const { on, off, values, quantity, register, direction, ...rest } = channel;
  const whole = isMeasured ? "numeric" : type;
  const isOrdered = kind === "control" || kind === "setting";
  return {
    ...rest,
    kind,
    type: whole,
    command: isOrdered ? (channel.command ?? { topic: `cmnd/${NODE_LEVEL}/POWER`, template: "{value}" }) : null,
    ...(whole === "numeric" ? { quantity: quantity ?? "generic" } : {}),
    ...(isMeasured && register ? { register, direction: direction ?? "import" } : {}),
    ...(whole === "binary" ? { on: on ?? "ON", off: off ?? "OFF" } : {}),
    ...(whole === "enum" ? { values: values ?? ["auto"] } : {}),
  };
}

/** Faults by `devices.0.channels.1.topic`, and what was expected. */
export function toFaults(mapping: MqttMapping): ReadonlyMap<string, string> {
  const parsed = mqttMappingSchema.safeParse(mapping);
  return new Map(parsed.error?.issues.map(({ path, message }) => [path.join("."), message]));
}

/** What the gateway must allow, for its configuration file. */
export function toGatewayLines({ devices }: MqttMapping): string {
  const toFilter = (topic: string) => topic.replace(NODE_LEVEL, "+");
  const read = devices.flatMap(({ channels, availability }) => [
    ...channels.map(({ topic }) => topic),
    ...(availability ? [availability.topic] : []),
  ]);
  const told = devices.flatMap(({ channels }) => channels.flatMap(({ command }) => (command ? [command.topic] : [])));
  const unique = (topics: readonly string[]) => [...new Set(topics.map(toFilter))].sort();
  return JSON.stringify({ mqtt: { baseTopic: "", topics: unique(read), commandTopics: unique(told) } }, null, 2);
}

/** A word as JSON would have it: `true` and `5` are no text. */
export function parseWord(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
