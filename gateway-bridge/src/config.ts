import { readFileSync } from "node:fs";
import { networkIdSchema } from "@lastmeter/model/ids";
import { type LinkKey, parseKeyText } from "@lastmeter/model/link/key";
import { z } from "zod";
import { environmentNames } from "./environment.ts";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const dispatcherSchema = z.url({
  protocol: /^https?$/,
  error: "the https:// address shown when the network was added",
});
const topicSchema = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^+#\0]*[^+#\0/]$/, "a topic without + or # and without a slash at its end");

/** MQTT 3.1.1, 4.7. */
const isFilter = (filter: string) =>
  filter.split("/").every((level, index, levels) => {
    if (level === "#") return index === levels.length - 1;
    return level === "+" || !/[+#\0]/.test(level);
  });
const filterSchema = z
  .string()
  .min(1)
  .max(256)
  .refine(isFilter, "an MQTT filter, with + or # as whole levels only")
  .refine((filter) => !filter.startsWith("$"), "no topic of the broker's own ($SYS)");
const commandFilterSchema = filterSchema.refine(
  (filter) => !filter.includes("#") && /[^+/]/.test(filter),
  "a filter without # and with at least one level by name",
);

const mqttSchema = z.strictObject({
  url: z.url({ protocol: /^(mqtts?|wss?|tcp|ssl)$/, error: "mqtt://host:1883 or mqtts://host:8883" }),
  username: z.string().max(65_535).optional(),
  password: z.string().max(65_535).optional(),
  /** PEM file of the authority that signed the broker's certificate. */
  caFile: z.string().optional(),
  /** "": devices of any topics, which `topics` and `commandTopics` name. */
  baseTopic: z.union([z.literal(""), topicSchema]).default("zigbee2mqtt"),
  /** What is read, relative to the base topic. */
  topics: z.array(filterSchema).min(1).max(64).default(["#"]),
  /** What commands may be published to, besides Zigbee2MQTT's own: whoever stands at this machine decides, not the cloud. */
  commandTopics: z.array(commandFilterSchema).max(64).default([]),
  /** Must stay the same for ever: the broker keeps messages for it while the bridge is away. */
  clientId: z.string().min(1).max(128).optional(),
  protocolVersion: z.union([z.literal("auto"), z.literal(4), z.literal(5)]).default("auto"),
});

const intervalSchema = z.int().min(0).max(60_000).default(1000);

/** The bridge's configuration: a JSON file, overlaid by the environment. */
const configSchema = z.strictObject({
  network: z.string().refine((id) => networkIdSchema.safeParse(id).success, "the network's id, 32 characters"),
  key: z
    .string()
    .refine((text) => typeof parseKeyText(text) !== "string", "the key text lmk1_…, complete and unchanged"),
  dispatcher: dispatcherSchema,
  /** Allows plain http to a dispatcher that is not on this machine: for tests in a closed network only. */
  allowInsecureDispatcher: z.boolean().default(false),
  mqtt: mqttSchema,
  /** What `setup` saw of the ZigBee network's key; absent: it could not. Told to the network's administrators. */
  zigbeeKey: z.enum(["own", "wellKnown"]).optional(),
  stateDir: z.string().min(1),
  queue: z
    .strictObject({
      maxBytes: z
        .int()
        .min(32 * 1024 * 1024)
        .max(1024 ** 4)
        .default(1024 ** 3),
      maxAgeDays: z.number().positive().max(3650).default(30),
    })
    .prefault({}),
  link: z
    .strictObject({
      /** The least time between two batches while someone watches. */
      minIntervalMs: intervalSchema,
      /** The least time between two batches while a backlog drains. */
      drainIntervalMs: intervalSchema,
    })
    .prefault({}),
  health: z.strictObject({ port: z.int().min(0).max(65_535).default(8377) }).prefault({}),
  logLevel: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
});

type ParsedConfig = z.infer<typeof configSchema>;
export type MqttConfig = ParsedConfig["mqtt"];
export type Config = Omit<ParsedConfig, "network" | "key"> & {
  readonly network: z.infer<typeof networkIdSchema>;
  readonly key: LinkKey;
};

export interface ConfigFault {
  /** `bridge.json: mqtt.url` or the name of the environment variable. */
  readonly where: string;
  readonly expected: string;
}

export type LoadedConfig = { readonly config: Config } | { readonly faults: readonly ConfigFault[] };

/** Reads file and environment; lists all faults at once. The file may be left out when the environment says all. */
export function loadConfig(file: string | undefined, environment: NodeJS.ProcessEnv): LoadedConfig {
  let source: unknown = {};
  if (file !== undefined) {
    try {
      source = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
      const reason = error instanceof SyntaxError ? "a JSON file" : "a file that can be read";
      return { faults: [{ where: file, expected: reason }] };
    }
  }
  return parseConfig(source, environment, file ?? "configuration");
}

export function parseConfig(source: unknown, environment: NodeJS.ProcessEnv, label: string): LoadedConfig {
  const merged: unknown = structuredClone(source);
  const fromEnvironment = new Map<string, string>();
  const faults: ConfigFault[] = [];
  if (!isObject(merged)) return { faults: [{ where: label, expected: "a JSON object" }] };
  for (const [name, path] of Object.entries(environmentNames)) {
    const text = environment[name];
    if (text === undefined || text === "") continue;
    fromEnvironment.set(path.join("."), name);
    setAt(merged, path, toValue(name, text));
  }
  readKeyFile(merged, environment, label, faults);
  const parsed = configSchema.safeParse(merged);
  for (const issue of parsed.error?.issues ?? []) faults.push(...toFaults(issue, label, fromEnvironment));
  if (parsed.success && !isSafeDispatcher(parsed.data)) {
    const where = fromEnvironment.get("dispatcher") ?? `${label}: dispatcher`;
    faults.push({ where, expected: "https:// (plain http only to this machine)" });
  }
  if (!parsed.success || faults.length > 0) return { faults };
  if (parsed.data.mqtt.baseTopic === "" && parsed.data.mqtt.topics.includes("#")) {
    return {
      faults: [{ where: `${label}: mqtt.topics`, expected: "the topics to read, where there is no baseTopic" }],
    };
  }
  const key = parseKeyText(parsed.data.key);
  if (typeof key === "string") return { faults: [{ where: `${label}: key`, expected: "the key text" }] };
  const dispatcher = parsed.data.dispatcher.replace(/\/+$/, "");
  return { config: { ...parsed.data, dispatcher, key, network: networkIdSchema.parse(parsed.data.network) } };
}

/** `keyFile` (or LASTMETER_KEY_FILE) instead of `key`, for systemd credentials and container secrets. */
function readKeyFile(target: Tree, environment: NodeJS.ProcessEnv, label: string, faults: ConfigFault[]): void {
  const fromEnvironment = environment.LASTMETER_KEY_FILE;
  const path = fromEnvironment ?? target.keyFile;
  delete target.keyFile;
  if (path === undefined) return;
  try {
    target.key = readFileSync(String(path), "utf8").trim();
  } catch {
    const where = fromEnvironment === undefined ? `${label}: keyFile` : "LASTMETER_KEY_FILE";
    faults.push({ where, expected: "a file that can be read" });
  }
}

function isSafeDispatcher({ dispatcher, allowInsecureDispatcher }: ParsedConfig): boolean {
  const { protocol, hostname } = new URL(dispatcher);
  return protocol === "https:" || allowInsecureDispatcher || loopback.test(hostname);
}

function toFaults(issue: z.core.$ZodIssue, label: string, fromEnvironment: Map<string, string>): ConfigFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      where: `${label}: ${[...issue.path, key].join(".")}`,
      expected: "no such setting",
    }));
  }
  const path = issue.path.join(".");
  return [{ where: fromEnvironment.get(path) ?? `${label}: ${path}`, expected: toExpected(issue) }];
}

/** What a person is to write there; our own messages say it already. */
function toExpected(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too)/.test(issue.message)) return issue.message;
  if (issue.code === "invalid_type") return `a value of type ${issue.expected}`;
  if (issue.code === "too_small") return `at least ${issue.minimum}`;
  if (issue.code === "too_big") return `at most ${issue.maximum}`;
  if (issue.code === "invalid_value") return `one of ${issue.values.join(", ")}`;
  return issue.message;
}

interface Tree {
  [key: string]: unknown;
}

function isObject(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function setAt(target: Tree, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = target[head];
  const child: Tree = isObject(inner) ? inner : {};
  target[head] = child;
  setAt(child, rest, value);
}

/** Only settings that are numbers or switches: a password of digits stays text. */
function toValue(name: string, text: string): string | number | boolean | string[] {
  if (name.endsWith("_TOPICS")) return toTopics(text);
  if (/_(BYTES|DAYS|MS|PORT|VERSION)$/.test(name) && /^\d{1,15}(\.\d+)?$/.test(text)) return Number(text);
  return name.startsWith("LASTMETER_ALLOW_") && /^(true|false)$/.test(text) ? text === "true" : text;
}

/** Topics as people type them: with blanks or commas between. */
export function toTopics(text: string): string[] {
  return text.split(/[\s,]+/).filter((topic) => topic !== "");
}
