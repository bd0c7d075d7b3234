import { parseArgs } from "node:util";
import { timeZoneSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { startBroker } from "./broker.ts";
import { runHome } from "./run-home.ts";
import { defaultHome } from "./simulated-zigbee2mqtt.ts";
import { readSnapshot } from "./snapshot.ts";

const USAGE = `usage: main.ts --mqtt mqtt://HOST:PORT | --embedded-broker PORT
  [--seed N] [--time-zone ZONE] [--latitude D --longitude D] [--base-topic TOPIC] [--speed N] [--state FILE]`;

const argumentsSchema = z.object({
  mqtt: z.optional(z.url({ protocol: /^mqtts?$/ })),
  "embedded-broker": z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535))),
  seed: z.optional(z.coerce.number().check(z.int())),
  "time-zone": z.optional(timeZoneSchema),
  latitude: z.optional(z.coerce.number().check(z.gte(-66), z.lte(66))),
  longitude: z.optional(z.coerce.number().check(z.gte(-180), z.lte(180))),
  "base-topic": z.optional(z.string().check(z.minLength(1))),
  speed: z.optional(z.coerce.number().check(z.gt(0), z.lte(3_600))),
  state: z.optional(z.string()),
});

function parseArguments() {
  const options = Object.fromEntries(
    Object.keys(argumentsSchema.shape).map((name) => [name, { type: "string" as const }]),
  );
  const parsed = z.safeParse(argumentsSchema, parseArgs({ options }).values);
  if (parsed.success && (parsed.data.mqtt ?? parsed.data["embedded-broker"]) !== undefined) return parsed.data;
  const faults = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`);
  console.error([...faults, USAGE].join("\n"));
  process.exit(2);
}

const given = parseArguments();
const port = given["embedded-broker"];
const broker = port === undefined ? null : await startBroker(port);
const speed = given.speed ?? 1;
const startedAt = Date.now();
const home = await runHome({
  mqttUrl: given.mqtt ?? `mqtt://127.0.0.1:${broker?.port}`,
  config: {
    seed: given.seed ?? defaultHome.seed,
    timeZone: given["time-zone"] ?? defaultHome.timeZone,
    location: {
      latitude: given.latitude ?? defaultHome.location.latitude,
      longitude: given.longitude ?? defaultHome.location.longitude,
    },
    baseTopic: given["base-topic"] ?? defaultHome.baseTopic,
    sampleMs: defaultHome.sampleMs,
  },
  now: () => Math.round(startedAt + (Date.now() - startedAt) * speed),
  tickMs: 500,
  kept: given.state === undefined ? null : await readSnapshot(given.state),
  stateFile: given.state ?? null,
});
console.log("home ready");

const stop = async () => {
  await home.close();
  await broker?.close();
  process.exit(0);
};
process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());
