import { existsSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { paths } from "@lastmeter/model/paths";
import { fromSteps } from "@lastmeter/model/units";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { publishRecording, readRecording, recordingFile } from "../support/recording.ts";
import { openDatabase, startTestNetwork, type TestNetwork } from "../support/stack.ts";
import {
  readLive,
  readNodes,
  readRaw,
  requireChannel,
  requireNode,
  type StoredNode,
  watchNetwork,
} from "../support/stored.ts";

const addresses = [
  "0x00158d0000000a01",
  "0xa4c138000000a002",
  "0x0015bc0000000b04",
  "0xa4c138000000a005",
  "0x0015bc0000000d07",
  "0x00124b0000000c06",
];
/** The oracle: per state topic and property the numbers in the order they came; written apart from the decoder on purpose. */
function toNumbers(messages: readonly { topic: string; payload: string }[], topic: string, property: string): number[] {
  return messages
    .filter((message) => message.topic === topic && message.payload !== "")
    .map(({ payload }) => z.record(z.string(), z.unknown()).parse(JSON.parse(payload))[property])
    .filter((value) => typeof value === "number");
}

describe.skipIf(!existsSync(recordingFile))("what Zigbee2MQTT really published", () => {
  const db = openDatabase();
  let network: TestNetwork;
  let nodes: StoredNode[];
  const messages = readRecording();

  beforeAll(async () => {
    network = await startTestNetwork({ name: "recording" });
    await watchNetwork(db, network.networkId);
    await publishRecording(network);
    await waitFor(
      "the whole recording to be relayed",
      async () => {
        await watchNetwork(db, network.networkId);
        return (
          Number((await network.health()).queueLength) === 0 && (await readNodes(db, network.networkId)).length >= 7
        );
      },
      90_000,
    );
    nodes = await readNodes(db, network.networkId);
  });
  afterAll(() => network?.stop());

  it("ends as its seven nodes", () => {
    expect(nodes).toHaveLength(7);
    for (const address of addresses) requireNode(nodes, address);
    expect(requireNode(nodes, "0x00158d0000000a01").node.nativeName).toBe("kitchen/kettle plug");
    expect(nodes.filter(({ node }) => node.status === "removed").map(({ node }) => node.address)).toEqual([
      "0x0015bc0000000b04",
    ]);
    expect(nodes.filter(({ node }) => node.status === "pending")).toHaveLength(6);
  });

  it("gives every exposed feature a channel", () => {
    const last = messages.filter(({ topic }) => topic === "bridge/devices").at(-1);
    const devicesSchema = z.array(
      z.object({
        ieee_address: z.string(),
        definition: z.optional(z.nullable(z.object({ exposes: z.array(z.unknown()) }))),
      }),
    );
    for (const device of devicesSchema.parse(JSON.parse(last?.payload ?? "[]"))) {
      if (!device.definition) continue;
      const { node } = requireNode(nodes, device.ieee_address);
      const leafSchema = z.object({ property: z.optional(z.string()), features: z.optional(z.array(z.unknown())) });
      const toProperties = (feature: unknown): string[] => {
        const { property, features } = leafSchema.parse(feature);
        return property === undefined || features === undefined
          ? property
            ? [property]
            : (features ?? []).flatMap(toProperties)
          : [property];
      };
      for (const property of device.definition.exposes.flatMap(toProperties)) {
        expect(
          Object.values(node.channels).some(({ path }) => path[0] === property),
          `${device.ieee_address} ${property}`,
        ).toBe(true);
      }
    }
  });

  it.each([
    ["P1 meter", "power", "powerPhaseA"],
    ["P1 meter", "power_phase_b", "powerPhaseB"],
    ["P1 meter", "voltage", "voltagePhaseA"],
    ["P1 meter", "energy", "energyImport"],
    ["P1 meter", "produced_energy", "energyExport"],
    ["0xa4c138000000a002", "power", "power"],
    ["0xa4c138000000a002", "energy", "energyImport"],
    ["0xa4c138000000a005", "energy_a", "energyImportA"],
    ["0x00124b0000000c06", "temperature", "temperature"],
    ["0x00124b0000000c06", "humidity", "humidity"],
  ])("stores each value of %s %s, once and in order", async (topic, property, channel) => {
    const names = nodes.find(({ node }) => node.nativeName === topic);
    if (!names) throw new Error(`no node is called ${topic}`);
    const { quantity } = requireChannel(names.node, channel);
    if (!quantity) throw new Error(`${channel} has no quantity`);
    const unit = quantity === "energy" ? 1000 : 1;
    const stored = (await readRaw(db, network.networkId, names, channel)).map(({ value }) =>
      fromSteps(quantity, value),
    );
    const expected = toNumbers(messages, topic, property).map((value) => value * unit);
    const tail = stored.slice(-expected.length);
    expect(tail).toHaveLength(expected.length);
    for (const [i, value] of tail.entries()) {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, quantity === "energy" ? -1 : 1);
    }
  });

  it("shows the newest values and the meter's total, not one phase of it", async () => {
    const meter = nodes.find(({ node }) => node.nativeName === "P1 meter");
    if (!meter) throw new Error("no P1 meter");
    const live = await readLive(db, meter.id);
    const last = (property: string) => toNumbers(messages, "P1 meter", property).at(-1) ?? Number.NaN;
    const total = last("power") + last("power_phase_b") + last("power_phase_c");
    expect((live?.power?.value ?? Number.NaN) / 10).toBeCloseTo(total, 1);
    expect(meter.node.role).toBe("grid");
  });

  it("keeps events of switches", async () => {
    const plug = requireNode(nodes, "0xa4c138000000a002");
    const days = await db.collection(`nodes/${plug.id}/events`).get();
    const events = days.docs.flatMap((doc) =>
      Object.values(
        z.object({ d: z.record(z.string(), z.object({ c: z.string(), v: z.unknown() })) }).parse(doc.data()).d,
      ),
    );
    expect(events.filter(({ c }) => c === "state").map(({ v }) => v)).toContain(false);
  });

  it("keeps the network's own messages verbatim, to the byte", async () => {
    const { docs } = await db.collection(paths.config(network.networkId)).get();
    const stored = docs.map((doc) => ({
      topic: z.string().parse(doc.get("topic")),
      text: gunzipSync(z.instanceof(Uint8Array).parse(doc.get("payload") ?? doc.get("d"))).toString("utf8"),
    }));
    const kept = /^bridge\/(info|devices|groups|state|event|response\/.*|request\/.*)$/;
    for (const { topic, payload } of messages.filter((message) => kept.test(message.topic))) {
      expect(
        stored.some((record) => record.topic === topic && record.text === payload),
        topic,
      ).toBe(true);
    }
  });

  it("shows what has no series, such as a battery, as its newest value", async () => {
    const meter = requireNode(nodes, "0x0015bc0000000d07");
    const { quantity } = requireChannel(meter.node, "battery");
    const live = await readLive(db, meter.id);
    const battery = fromSteps(quantity ?? "generic", Number(live?.values.battery?.value));
    expect(battery).toBe(toNumbers(messages, "0x0015bc0000000d07", "battery").at(-1));
  });

  it("keeps what a device could not mean as dead letters, its neighbours as readings", async () => {
    const { docs } = await db.collection(paths.deadLetters(network.networkId)).get();
    const letters = docs.map((doc) => `${doc.get("topic")} ${doc.get("reason")}`).toSorted();
    expect(letters).toHaveLength(2);
    // uint48 0xffffffffffff, ZCL's word for an invalid sum, which Zigbee2MQTT publishes as a number.
    expect(letters[0]).toMatch(/^0x0015bc0000000b04 produced_energy: 2814749767106/);
    expect(letters[1]).toMatch(/^0x0015bc0000000d07 energy: 2814749767106/);
  });
});
