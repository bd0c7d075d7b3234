import {
  type MappedChannel,
  type MappedDevice,
  type MqttMapping,
  mqttMappingSchema,
  NODE_LEVEL,
} from "@lastmeter/model/mqtt-mapping";
import type { MessageId } from "../../lib/text.ts";

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

/** What was expected, by the field's place below a device. */
const expected: readonly (readonly [RegExp, MessageId])[] = [
  [/(^|\.)(label|name)$/, "mapping.fault.label"],
  [/\.key$/, "mapping.fault.key"],
  [/\.command\.topic$/, "mapping.fault.command"],
  [/\.command\.template$/, "mapping.fault.template"],
  [/\.topic$/, "mapping.fault.topic"],
  [/\.pointer$/, "mapping.fault.pointer"],
  [/\.(on|off|online|offline)$/, "mapping.fault.words"],
  [/\.values(\.\d+)?$/, "mapping.fault.values"],
  [/\.factor$/, "mapping.fault.factor"],
  [/\.channels$/, "mapping.fault.channels"],
];

export type Faults = ReadonlyMap<string, MessageId>;

/** Faults by `devices.0.channels.1.topic`, and what was expected. */
export function toFaults(mapping: MqttMapping): Faults {
  const parsed = mqttMappingSchema.safeParse(mapping);
  return new Map(
    parsed.error?.issues.map(({ path }) => {
      const place = path.join(".");
      return [place, expected.find(([pattern]) => pattern.test(place))?.[1] ?? "mapping.fault.other"];
    }),
  );
}

export function below(faults: Faults, prefix: string): Faults {
  return new Map(
    [...faults].flatMap(([path, id]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), id]] : [])),
  );
}

/** What whoever stands at the gateway is to say there, so that it reads and tells these topics. */
export function toGatewayCommand({ devices }: MqttMapping): string {
  const toFilter = (topic: string) => topic.replace(NODE_LEVEL, "+");
  const read = devices.flatMap(({ channels, availability }) => [
    ...channels.map(({ topic }) => topic),
    ...(availability ? [availability.topic] : []),
  ]);
  const told = devices.flatMap(({ channels }) => channels.flatMap(({ command }) => (command ? [command.topic] : [])));
  const unique = (topics: readonly string[]) => [...new Set(topics.map(toFilter))].sort();
  const say = (option: string, topics: readonly string[]) =>
    topics.length === 0 ? "" : ` ${option} ${topics.map(toShellWord).join(" ")}`;
  return `sudo lastmeter-bridge topics${say("--read", unique(read))}${say("--tell", unique(told))}`;
}

/** Quoted for a POSIX shell. */
const toShellWord = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A word as JSON would have it: `true` and `5` are no text. */
export function parseWord(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
