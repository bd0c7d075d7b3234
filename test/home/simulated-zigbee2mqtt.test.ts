import { describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { createSimulatedZigbee2Mqtt, defaultHome } from "./simulated-zigbee2mqtt.ts";
import type { Publish } from "./zigbee-network.ts";

const NOON = Date.UTC(2024, 5, 12, 9);
const home = (sampleMs = 2_000) => createSimulatedZigbee2Mqtt({ ...defaultHome, sampleMs });
const stateSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const logSchema = z.object({ level: z.string(), message: z.string() });

const of = (messages: readonly Publish[], topic: string) => messages.filter((message) => message.topic === topic);
const states = (messages: readonly Publish[], topic: string) =>
  of(messages, topic).map(({ payload }) => stateSchema.parse(JSON.parse(payload)));
const errors = (messages: readonly Publish[]) =>
  of(messages, "bridge/logging")
    .map(({ payload }) => logSchema.parse(JSON.parse(payload)))
    .filter(({ level }) => level === "error")
    .map(({ message }) => message);

describe("a start", () => {
  it("leaves the retained topics and every cached state", async () => {
    const messages = (await home()).start(NOON);
    const retained = messages.filter(({ retain }) => retain).map(({ topic }) => topic);
    expect(retained).toEqual(
      expect.arrayContaining(["bridge/state", "bridge/info", "bridge/devices", "bridge/groups"]),
    );
    expect(retained.filter((topic) => topic.endsWith("/availability"))).toHaveLength(8);
    expect(of(messages, "bridge/state")[0]).toMatchObject({ payload: '{"state":"online"}', qos: 1, retain: true });
    expect(states(messages, "kitchen/fridge plug")).toHaveLength(1);
    expect(of(messages, "kitchen/fridge plug")[0]).toMatchObject({ qos: 1, retain: false });
    expect(states(messages, "kitchen/fridge plug")[0]).not.toHaveProperty("last_seen");
  });

  it("writes keys in alphabetical order, as 2.14 does", async () => {
    const [payload] = of((await home()).start(NOON), "house meter").map((message) => message.payload);
    const keys = Object.keys(JSON.parse(payload ?? "{}"));
    expect(keys).toEqual([...keys].sort());
    expect(keys).toContain("power_phase_c");
  });

  it("repeats each publish in bridge/logging, but not the large topics", async () => {
    const texts = of((await home()).start(NOON), "bridge/logging").map(({ payload }) => payload);
    expect(texts.some((text) => text.includes("'zigbee2mqtt/house meter/availability'"))).toBe(true);
    expect(texts.some((text) => text.includes("bridge/devices"))).toBe(false);
  });

  it("of devices that join now gives partial states first, energy last", async () => {
    const fresh = await home();
    fresh.start(NOON, { fresh: true });
    const told = states(fresh.advance(NOON + 60_000), "kitchen/fridge plug").map((state) => Object.keys(state));
    expect(told[0]).toEqual(["linkquality", "state"]);
    expect(told[1]).toContain("power");
    expect(told[1]).not.toContain("energy");
    expect(told.at(-1)).toContain("energy");
  });
});

describe("reports", () => {
  it("come 10 s apart at the least for each attribute, on change, with the whole cached state", async () => {
    const running = await home();
    running.start(NOON);
    const messages = Array.from({ length: 12 }, (_, step) => running.advance(NOON + (step + 1) * 300_000)).flat();
    const meter = of(messages, "house meter");
    const powers = meter.map(({ at, payload }) => ({ at, power: stateSchema.parse(JSON.parse(payload)).power }));
    const changes = powers.filter(({ power }, index) => index > 0 && power !== powers[index - 1]?.power);
    expect(changes.length).toBeGreaterThan(10);
    for (const [index, { at }] of changes.entries()) {
      if (index > 0) expect(at - (changes[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(10_000);
    }
    for (const state of states(messages, "house meter")) expect(Object.keys(state)).toHaveLength(16);
  });

  it("stay away for hours where nothing changes", async () => {
    const running = await home(10_000);
    running.start(NOON);
    const messages = Array.from({ length: 36 }, (_, step) => running.advance(NOON + (step + 1) * 300_000)).flat();
    expect(of(messages, "hall/front door").length).toBeLessThan(10);
    expect(of(messages, "bathroom/water heater").length).toBeLessThan(60);
  });

  it("agree between the house meter and the meters behind it", async () => {
    const running = await home();
    const messages = running.start(NOON);
    const [meter] = states(messages, "house meter");
    const truth = running.model.homeAt(NOON);
    const sum = Number(meter?.power) + Number(meter?.power_phase_b) + Number(meter?.power_phase_c);
    expect(Math.abs(sum - truth.gridW)).toBeLessThanOrEqual(1.5);
    expect(Number(states(messages, "roof/solar meter")[0]?.power)).toBeLessThan(0);
  });

  it("carry float noise in registers that the converter does not round", async () => {
    const running = await home(10_000);
    running.start(NOON);
    const messages = Array.from({ length: 96 }, (_, step) => running.advance(NOON + (step + 1) * 300_000)).flat();
    const produced = states(messages, "roof/solar meter").map((state) => String(state.produced_energy));
    expect(produced.some((text) => text.length > 12)).toBe(true);
    for (const state of states(messages, "house meter")) expect(String(state.energy)).toMatch(/^\d+(\.\d{1,2})?$/);
  });
});

describe("set and get", () => {
  it.each([
    ["washing machine/set", '{"state":"OFF"}'],
    ["washing machine/set", "off"],
    ["washing machine/set/state", "OFF"],
    ["washing machine/set", "TOGGLE"],
    ["0xa4c138a1b2d4e502/set", '{"state":"toggle"}'],
  ])("%s %s switches off at once and takes the load off the house", async (topic, payload) => {
    const running = await home();
    running.start(NOON);
    const answers = running.receive(topic, payload, NOON + 1_000);
    expect(states(answers, "washing machine").map((state) => state.state)).toEqual(["OFF"]);
    const later = [60_000, 120_000].flatMap((ms) => running.advance(NOON + ms));
    expect(states(later, "washing machine").at(-1)?.power ?? 0).toBe(0);
    expect(running.snapshot(NOON + 120_000).off).toEqual(["washingMachine"]);
    expect(running.snapshot(NOON + 120_000).offsets.washingMachine).toBeLessThan(0);
  });

  it("the house meter falls by what a plug drew and rises when it is on again", async () => {
    const running = await home();
    const hour = Array.from({ length: 86_400 / 60 }, (_, minute) => NOON + minute * 60_000);
    const heatingAt = (hour.find((at) => running.model.homeAt(at).loadsW.waterHeater > 1_500) ?? NOON) + 120_000;
    running.start(heatingAt);
    const phaseA = (messages: Publish[]) => Number(states(messages, "house meter").at(-1)?.power);
    const before = phaseA(running.receive("house meter/get", '{"power":""}', heatingAt));
    running.receive("bathroom/water heater/set", "OFF", heatingAt + 100);
    const off = phaseA(running.receive("house meter/get", '{"power":""}', heatingAt + 200));
    running.receive("bathroom/water heater/set", "ON", heatingAt + 300);
    const on = phaseA(running.receive("house meter/get", '{"power":""}', heatingAt + 400));
    expect(before - off).toBeGreaterThan(1_700);
    expect(Math.abs(on - before)).toBeLessThan(20);
  });

  it("publishes the old state first when last_seen is on", async () => {
    const running = await home();
    running.start(NOON);
    running.receive("bridge/request/options", '{"options":{"advanced":{"last_seen":"epoch"}}}', NOON);
    const answers = states(running.receive("kitchen/fridge plug/set", "OFF", NOON + 5), "kitchen/fridge plug");
    expect(answers.map((state) => state.state)).toEqual(["ON", "OFF"]);
    expect(answers[0]?.last_seen).toBe(NOON + 5);
  });

  it.each([
    [
      "kitchen/fridge plug/set",
      "blink",
      "Publish 'set' 'state' to 'kitchen/fridge plug' failed: 'Error: 'blink' not allowed, choose between: toggle,off,on'",
    ],
    ["nosuch/set", "ON", "Entity 'nosuch' is unknown"],
    ["kitchen/fridge plug/set", '{"nosuchkey":1}', "No converter available for 'nosuchkey' on 'kitchen/fridge plug'"],
    ["bedroom/climate/get", '{"temperature":""}', "No converter available for 'temperature' on 'bedroom/climate'"],
    ["living room/thermostat/set", '{"occupied_heating_setpoint":99}', "'99' not in range 4 to 35"],
  ])("%s %s fails in bridge/logging and nowhere else", async (topic, payload, text) => {
    const running = await home();
    running.start(NOON);
    const answers = running.receive(topic, payload, NOON);
    expect(errors(answers)).toEqual([expect.stringContaining(text)]);
    expect(answers.every((message) => message.topic === "bridge/logging")).toBe(true);
  });

  it("gives one whole state message for each attribute read", async () => {
    const running = await home();
    running.start(NOON);
    const answers = running.receive("kitchen/fridge plug/get", '{"state":"","power":"","energy":""}', NOON);
    expect(states(answers, "kitchen/fridge plug")).toHaveLength(3);
  });

  it("moves the living room towards a new set-point", async () => {
    const winter = Date.UTC(2024, 0, 20, 10);
    const running = await home(10_000);
    running.start(winter);
    running.receive("living room/thermostat/set", '{"occupied_heating_setpoint":25}', winter);
    const messages = Array.from({ length: 60 }, (_, step) => running.advance(winter + (step + 1) * 300_000)).flat();
    const told = states(messages, "living room/thermostat");
    expect(told.at(-1)?.occupied_heating_setpoint).toBe(25);
    expect(Number(told.at(-1)?.local_temperature)).toBeGreaterThan(23.5);
  });
});

describe("an end and a new beginning", () => {
  it("says offline", async () => {
    const running = await home();
    running.start(NOON);
    expect(running.stop()[0]).toMatchObject({
      topic: "bridge/state",
      payload: '{"state":"offline"}',
      retain: true,
      qos: 1,
    });
  });

  it("keeps what people chose, and counts the time in between", async () => {
    const running = await home();
    running.start(NOON);
    running.receive("bathroom/water heater/set", "OFF", NOON);
    running.receive("bridge/request/device/rename", '{"from":"washing machine","to":"laundry"}', NOON);
    const kept = running.snapshot(NOON + 1_000);
    const again = await createSimulatedZigbee2Mqtt(defaultHome, kept);
    const messages = again.start(NOON + 86_400_000);
    expect(states(messages, "bathroom/water heater")[0]?.state).toBe("OFF");
    expect(states(messages, "laundry")).toHaveLength(1);
    expect(again.snapshot(NOON + 86_400_000).offsets.waterHeater).toBeLessThan(-1_500);
  });
});
