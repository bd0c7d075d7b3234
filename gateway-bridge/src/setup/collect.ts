import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { type Enrolment, parseEnrolment } from "@lastmeter/model/link/enrolment";
import { toKeyText } from "@lastmeter/model/link/key";
import { type Config, toTopics } from "../config.ts";
import type { KeptConfig } from "./config-file.ts";
import type { FoundZigbee2mqtt } from "./find-zigbee2mqtt.ts";
import type { SetupOptions } from "./setup-options.ts";
import type { Terminal } from "./terminal.ts";

const ENROLMENT_QUESTION = "Paste what the app shows for the bridge (lmgk1_… or the path of the downloaded file):";
const MAX_TRIES = 5;
const faults = {
  format: "That is not what the app shows: it begins with lmgk1_, or is the file it lets you download.",
  checksum: "A character is wrong or missing: copy it again, as a whole.",
  wellKnown: "That key stands in Zigbee2MQTT's documentation: it protects nothing. Make a new one in the app.",
  key: "That is the key alone: copy the whole line that begins with lmgk1_, or use the file.",
} as const;

/**
 * The one thing that is asked: key, network and dispatcher. @param kept the configuration of an earlier setup. @returns null where nothing
 * usable was given.
 */
export async function collectEnrolment(
  terminal: Terminal,
  options: SetupOptions,
  kept: string | undefined,
): Promise<Enrolment | null> {
  const given = await readGiven(options);
  const question = kept === undefined ? ENROLMENT_QUESTION : `${ENROLMENT_QUESTION.slice(0, -1)}; Enter keeps ${kept}:`;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const text = given ?? ((await terminal.ask(question)) || (kept ?? null));
    if (text === null) {
      terminal.say(
        "Say --enrolment or --enrolment-file: the line or the file that the app shows when a network is added.",
      );
      return null;
    }
    const enrolment = parseEnrolment(readIfFile(text));
    if (typeof enrolment !== "string") return enrolment;
    terminal.say(faults[enrolment]);
    if (given !== undefined) return null;
  }
  return null;
}

async function readGiven({ enrolment, enrolmentFile }: SetupOptions): Promise<string | undefined> {
  if (enrolmentFile === "-") return readAll(process.stdin);
  return enrolmentFile ?? enrolment;
}

function readIfFile(text: string): string {
  if (/^(lmgk1_|lmk1_|\{)/.test(text.trim())) return text;
  try {
    return readFileSync(text.trim(), "utf8");
  } catch {
    return text;
  }
}

const READ_QUESTION = "Topics to read: Enter for Zigbee2MQTT's, else of other devices, e.g. tele/#, stat/#:";
const TELL_QUESTION = "Topics that commands may be published to, e.g. cmnd/+/POWER; Enter for none:";

/** Broker and topics: told, else as an earlier setup has them, else as Zigbee2MQTT does, else asked. @returns `mqtt` of the configuration */
export async function collectMqtt(
  terminal: Terminal,
  options: SetupOptions,
  found: FoundZigbee2mqtt | undefined,
  kept: KeptConfig["mqtt"] | undefined,
): Promise<object> {
  const known = kept ?? found?.mqtt;
  if (kept !== undefined && found !== undefined && isOther(kept, found.mqtt) && options.mqttUrl === undefined) {
    terminal.say("The broker or its login is kept, though Zigbee2MQTT has another. To begin anew: --replace.");
  }
  const url =
    options.mqttUrl ?? known?.url ?? (await terminal.ask("Address of the MQTT broker [mqtt://localhost:1883]:"));
  const username = options.mqttUsername ?? known?.username;
  const password = options.mqttPasswordFile ? readFileSync(options.mqttPasswordFile, "utf8").trim() : known?.password;
  const { password: _, ...rest } = known ?? {};
  return {
    ...rest,
    url: url || "mqtt://localhost:1883",
    ...(username === undefined ? {} : { username }),
    // MQTT 3.1.1, 3.1.2.9: no password without a name.
    ...(password === undefined || username === undefined ? {} : { password }),
    ...(await collectTopics(terminal, options, found?.mqtt.baseTopic, kept)),
  };
}

const isOther = (kept: KeptConfig["mqtt"], found: FoundZigbee2mqtt["mqtt"]) =>
  (["url", "username", "password"] as const).some((name) => kept[name] !== found[name]);

/** Zigbee2MQTT's, or those of other devices: told, kept, or asked where there is no Zigbee2MQTT. */
async function collectTopics(
  terminal: Terminal,
  { baseTopic, read, tell }: SetupOptions,
  known: string | undefined,
  kept: KeptConfig["mqtt"] | undefined,
) {
  if (kept !== undefined && read === undefined) {
    return {
      ...(baseTopic === undefined ? {} : { baseTopic }),
      ...(tell === undefined ? {} : { commandTopics: tell }),
    };
  }
  const isOpen = known === undefined && baseTopic === undefined && read === undefined;
  const topics = read ?? (isOpen ? toTopics((await terminal.ask(READ_QUESTION)) ?? "") : []);
  if (topics.length === 0) return { baseTopic: baseTopic ?? known ?? "zigbee2mqtt" };
  const commandTopics = tell ?? (isOpen ? toTopics((await terminal.ask(TELL_QUESTION)) ?? "") : []);
  return { baseTopic: baseTopic ?? "", topics, commandTopics };
}

/** The configuration file's content, as `config.ts` reads it. @param kept what stays of what is not said again */
export function toConfigFile(
  enrolment: Enrolment,
  mqtt: object,
  stateDir: string,
  zigbeeKey: Config["zigbeeKey"],
  kept: KeptConfig | undefined,
): object {
  const { network, key, dispatcher } = enrolment;
  return {
    ...kept,
    network,
    key: toKeyText(key),
    // It would win over the key.
    keyFile: undefined,
    dispatcher,
    mqtt,
    stateDir,
    ...(zigbeeKey === undefined ? {} : { zigbeeKey }),
  };
}
