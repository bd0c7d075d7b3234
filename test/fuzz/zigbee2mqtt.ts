import { emptyDirectory, toMessage } from "@lastmeter/functions/src/protocols/decoding/fixtures.ts";
import { plugExposes, toDevice, withDevices } from "@lastmeter/functions/src/protocols/zigbee2mqtt/fixtures.ts";
import { zigbee2mqtt } from "@lastmeter/functions/src/protocols/zigbee2mqtt/zigbee2mqtt.ts";
import fc from "fast-check";

/** `node test/fuzz/zigbee2mqtt.ts [messages] [seed]`: 10^6 messages by default; any throw, unsafe number or pollution ends it. */
const total = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const BATCH = 50;
const NAME = "kitchen/kettle plug";

const flow = {
  type: "enum",
  name: "energy_flow_a",
  property: "energy_flow_a",
  access: 1,
  values: ["consuming", "producing"],
};
const clamp = [{ type: "numeric", name: "power_a", property: "power_a", access: 1, unit: "W" }, flow];
const devices = [toDevice("0x00158d0000000a01", NAME, plugExposes), toDevice("0x00158d0000000a02", "clamp", clamp)];
const { directory } = await withDevices(devices, emptyDirectory);
const encoder = new TextEncoder();

const topic = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(NAME, "clamp", `${NAME}/power`, `${NAME}/availability`, `${NAME}/set`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "bridge/devices",
      "bridge/groups",
      "bridge/state",
      "bridge/info",
      "bridge/event",
      "bridge/logging",
      "bridge/__proto__",
    ),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 40 }) },
);
const scalar = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.integer({ min: -5000, max: 5000 }),
  fc.string({ maxLength: 20 }),
  fc.boolean(),
  fc.constantFrom(null, "ON", "OFF", "", 281_474_976_710.66, -0),
);
const state = fc.dictionary(
  fc.oneof(
    fc.constantFrom("power", "power_a", "energy", "state", "energy_flow_a", "linkquality", "__proto__", "constructor"),
    fc.string({ maxLength: 8 }),
  ),
  fc.oneof(scalar, fc.jsonValue({ maxDepth: 3 })),
  { maxKeys: 8, noNullPrototype: true },
);
const list = fc.array(
  fc.oneof(fc.constantFrom(...devices), fc.constant({ type: "Coordinator" }), fc.jsonValue({ maxDepth: 4 })),
  { maxLength: 4 },
);
const text = fc.oneof(
  { weight: 5, arbitrary: state.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: list.map((value) => JSON.stringify(value)) },
  fc.string({ maxLength: 60 }),
);
/** Bytes of good JSON with some of them changed or cut off. */
const damaged = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }), fc.nat(200))
  .map(([good, changes, end]) => {
    const bytes = encoder.encode(good);
    for (const [index, byte] of changes) if (index < bytes.length) bytes[index] = byte;
    return bytes.subarray(0, Math.max(1, end));
  });
const payload = fc.oneof(
  { weight: 4, arbitrary: text.map((good) => encoder.encode(good)) },
  { weight: 2, arbitrary: damaged },
  fc.uint8Array({ maxLength: 60 }),
);

const counts = { messages: 0, readings: 0, deadLetters: 0, records: 0 };
const startedAt = performance.now();
await fc.assert(
  fc.asyncProperty(fc.array(fc.tuple(topic, payload), { minLength: BATCH, maxLength: BATCH }), async (said) => {
    const decoded = await zigbee2mqtt.decode(
      directory,
      said.map(([on, bytes], i) => toMessage(on, bytes, i)),
    );
    for (const { value } of decoded.readings) if (!Number.isSafeInteger(value)) throw new Error(`unsafe ${value}`);
    for (const { reason } of decoded.deadLetters) if (reason === "") throw new Error("a dead letter without reason");
    if (Object.keys(Object.prototype).length > 0 || Reflect.get({}, "power") !== undefined) throw new Error("polluted");
    counts.messages += said.length;
    counts.readings += decoded.readings.length;
    counts.deadLetters += decoded.deadLetters.length;
    counts.records += decoded.records.length;
  }),
  { numRuns: Math.ceil(total / BATCH), seed, endOnFailure: true },
);
console.log({ seed, ...counts, seconds: Math.round((performance.now() - startedAt) / 1000) });
