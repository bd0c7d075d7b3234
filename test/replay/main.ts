import { parseArgs } from "node:util";
import { z } from "zod/mini";
import { startBroker } from "../home/broker.ts";
import { speak } from "../home/speak.ts";
import { loadHousehold } from "./household-loop.ts";
import { createLiveRecording } from "./live-recording.ts";

const USAGE = "usage: main.ts --embedded-broker PORT --file FILE --shift-weeks N";

const argumentsSchema = z.object({
  "embedded-broker": z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535)),
  file: z.string(),
  "shift-weeks": z.coerce.number().check(z.int()),
});

const options = Object.fromEntries(
  Object.keys(argumentsSchema.shape).map((name) => [name, { type: "string" as const }]),
);
const parsed = z.safeParse(argumentsSchema, parseArgs({ options }).values);
if (!parsed.success) {
  console.error(USAGE);
  process.exit(2);
}
const { file, "embedded-broker": port, "shift-weeks": shiftWeeks } = parsed.data;
const recording = await loadHousehold(file, Date.now(), shiftWeeks);
const broker = await startBroker(port);
const speaking = await speak({
  mqttUrl: `mqtt://127.0.0.1:${broker.port}`,
  baseTopic: "zigbee2mqtt",
  speaker: createLiveRecording(recording),
  now: Date.now,
  tickMs: 500,
});
console.log("home ready");

const stop = async () => {
  await speaking.close();
  await broker.close();
  process.exit(0);
};
process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());
