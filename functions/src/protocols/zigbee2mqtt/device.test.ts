import { describe, expect, it } from "vitest";
import { AT, emptyDirectory, toMessage } from "../decoding/fixtures.ts";
import { NAME, numeric, PLUG, plugOf, say, toDevice, toValues, withDevices, withPlug } from "./fixtures.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

const { decode } = zigbee2mqtt;

describe("state messages", () => {
  it("become readings, events and values in canonical units, and the position is resolved", async () => {
    const decoded = await say(NAME, {
      power: 141.26,
      energy: 12.35,
      state: "ON",
      linkquality: 157,
      last_seen: 1,
      elapsed: 3,
      device: {},
    });
    const { nodeId } = plugOf(decoded.directory);
    expect(decoded.readings).toEqual([
      {
        nodeId,
        channel: "power",
        quantity: "power",
        unit: "W",
        value: 1413,
        at: AT,
        quality: "good",
        location: emptyDirectory.location,
        sequence: 7,
      },
      {
        nodeId,
        channel: "energyImport",
        quantity: "energy",
        unit: "Wh",
        value: 12_350,
        at: AT,
        quality: "good",
        location: emptyDirectory.location,
        sequence: 7,
      },
    ]);
    expect(decoded.events).toEqual([{ nodeId, channel: "state", value: true, at: AT, sequence: 7 }]);
    expect(decoded.values).toMatchObject([{ nodeId, channel: "linkQuality", value: 157, at: AT }]);
    expect([...decoded.seen]).toEqual([[nodeId, AT]]);
    expect(decoded.deadLetters).toEqual([]);
  });

  it("leave the directory as it is", async () => {
    const directory = await withPlug();
    expect((await say(NAME, { power: 1 }, directory)).directory).toBe(directory);
  });

  it("keep good values beside a bad one, which is named once a batch", async () => {
    const directory = await withPlug();
    const message = toMessage(NAME, { power: "141", energy: 281_474_976_710.66, state: "ON" });
    const decoded = await decode(directory, [message, { ...message, sequence: 1 }]);
    expect(toValues(decoded)).toEqual({ state: true });
    expect(decoded.deadLetters.map(({ reason }) => reason)).toEqual([
      "power: expected a number, got string; energy: 281474976710660 is outside 0 to 100000000000 Wh",
    ]);
  });

  it.each([
    ["malformed UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), "payload: not UTF-8"],
    ["cut off", '{"power":1', "payload: not JSON"],
    ["an array", [1, 2], "payload: expected an object"],
    ["a prototype", '{"__proto__":{"power":3}}', "payload: key __proto__ is not allowed"],
    ["deep", `{"a":${"[".repeat(20)}${"]".repeat(20)}}`, "payload: nested deeper than 16"],
    ["large", { power: 1, text: "x".repeat(17_000) }, "payload: larger than 16384 bytes"],
  ])("that are %s become dead letters", async (_, payload, reason) => {
    const decoded = await say(NAME, payload);
    expect(decoded.deadLetters).toMatchObject([{ topic: NAME, sequence: 7, reason }]);
    expect(toValues(decoded)).toEqual({});
  });

  it.each([
    ["cleared topics", NAME, ""],
    ["nothing said", NAME, { power: null, state: "", energy: null }],
    ["commands", `${NAME}/set`, { state: "OFF" }],
    ["questions", `${NAME}/get/power`, ""],
    ["commands to nobody", "nobody/set", "ON"],
  ])("%s are passed over", async (_, topic, payload) => {
    const decoded = await say(topic, payload);
    expect({ ...toValues(decoded), dead: decoded.deadLetters, waiting: decoded.directory.waiting }).toEqual({
      dead: [],
      waiting: [],
    });
  });

  it("take the direction beside an unsigned power", async () => {
    const flow = {
      type: "enum",
      name: "energy_flow_a",
      property: "energy_flow_a",
      access: 1,
      values: ["consuming", "producing"],
    };
    const { directory } = await withDevices([
      toDevice(PLUG, "clamp", [numeric("power_a", "W"), numeric("power_b", "W"), flow]),
    ]);
    const state = { power_a: 100, power_b: 50, energy_flow_a: "producing" };
    expect(toValues(await say("clamp", state, directory))).toMatchObject({ powerA: -1000, powerB: 500 });
    expect(toValues(await say("clamp", { ...state, energy_flow_a: "consuming" }, directory))).toMatchObject({
      powerA: 1000,
    });
    expect(toValues(await say("clamp", { ...state, power_a: -100 }, directory))).toMatchObject({ powerA: -1000 });
  });

  it("report an action each time and nothing for an empty one", async () => {
    const action = {
      type: "enum",
      name: "action",
      property: "action",
      access: 1,
      values: ["single"],
      category: "diagnostic",
    };
    const { directory } = await withDevices([toDevice(PLUG, "button", [action])]);
    const presses = ["single", "single", "", null].map((press) => toMessage("button", { action: press }));
    expect((await decode(directory, presses)).events.map(({ value }) => value)).toEqual(["single", "single"]);
  });

  it("are understood one attribute a topic as well", async () => {
    const directory = await withPlug();
    const messages = [
      ["power", "141.3"],
      ["state", "ON"],
      ["update-state", "idle"],
      ["linkquality", "x"],
      ["energy", ""],
    ].map(([attribute, value]) => toMessage(`${NAME}/${attribute}`, value));
    const decoded = await decode(directory, messages);
    expect(toValues(decoded)).toEqual({ power: 1413, state: true });
    expect(decoded.deadLetters.map(({ reason }) => reason)).toEqual(["linkquality: expected a number, got string"]);
  });
});
