import { toCanonical } from "@lastmeter/model/canonical";
import type { Channel } from "@lastmeter/model/channel";
import { describe, expect, it } from "vitest";
import { toChannels } from "../exposes/channels.ts";
import { numeric, onOff } from "../fixtures.ts";

function toChannel(feature: object): Channel {
  const [channel] = Object.values(toChannels([feature]));
  if (channel === undefined) throw new Error("no channel");
  return channel;
}

const power = toChannel(numeric("power", "W"));
const energy = toChannel(numeric("energy", "kWh"));
const temperature = toChannel(numeric("temperature", "°C"));
const state = toChannel({ type: "switch", features: [onOff] });
const contact = toChannel({
  type: "binary",
  name: "contact",
  property: "contact",
  access: 1,
  value_on: false,
  value_off: true,
});
const mode = toChannel({ type: "enum", name: "mode", property: "mode", access: 1, values: ["a", 2] });
const text = toChannel({ type: "text", name: "note", property: "note", access: 1 });
const list = toChannel({
  type: "list",
  name: "days",
  property: "days",
  access: 1,
  item_type: { type: "text", name: "day" },
});

describe("toCanonical", () => {
  it.each<[string, Channel, unknown, unknown]>([
    ["watts", power, 141.26, 1413],
    ["negative watts", power, -1.25, -13],
    ["zero, never −0", power, -0, 0],
    ["kWh with float noise", energy, 1407.9460000000001, 1_407_946],
    ["degrees", temperature, 22.68, 2268],
    ["on", state, "ON", true],
    ["off in small letters", state, "off", false],
    ["a boolean where words are exposed", state, true, true],
    ["contact, whose on is false", contact, false, true],
    ["a word", mode, "a", "a"],
    ["a number as a word", mode, 2, "2"],
    ["a word nobody exposed", mode, "new", "new"],
    ["text", text, "hello", "hello"],
    ["a list", list, ["mo", "tu"], '["mo","tu"]'],
  ])("takes %s", (_, channel, native, value) => {
    expect(toCanonical(channel, native)).toEqual({ kind: "value", value });
  });

  it.each<[string, Channel, unknown]>([
    ["null", power, null],
    ["nothing", power, undefined],
    ["an empty word", mode, ""],
    ["an empty state", state, ""],
    ["a text longer than a live document holds", text, "x".repeat(1025)],
  ])("skips %s", (_, channel, native) => {
    expect(toCanonical(channel, native)).toEqual({ kind: "skip" });
  });

  it.each<[string, Channel, unknown, RegExp]>([
    ["a number as text", power, "141", /expected a number, got string/],
    ["an object as number", power, {}, /expected a number, got object/],
    ["infinity", power, Number.POSITIVE_INFINITY, /outside/],
    ["the unset uint48 of a meter", energy, 281_474_976_710.66, /281474976710660 is outside 0 to 100000000000 Wh/],
    ["below absolute zero", temperature, -300, /outside -273.15/],
    ["a third state", state, "MAYBE", /expected "ON" or "OFF"/],
    ["an object as word", mode, {}, /expected a word/],
    ["an endless word", mode, "x".repeat(300), /longer than 256/],
  ])("refuses %s", (_, channel, native, reason) => {
    const converted = toCanonical(channel, native);
    expect(converted.kind === "fault" ? converted.reason : converted).toMatch(reason);
  });
});
