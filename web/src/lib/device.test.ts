import { type Channel, channelSchema } from "@lastmeter/model/channel";
import { describe, expect, it } from "vitest";
import { toChannelLabels, toValueFigure } from "./device.ts";
import type { Text } from "./text.ts";

const text: Text = (id, values) => (values ? `${id} ${Object.values(values).join(" ")}` : id);
const toChannel = (key: string, more: Partial<Channel> = {}): Channel =>
  channelSchema.parse({
    key,
    ix: 0,
    label: `Label of ${key}`,
    kind: "measurement",
    type: "numeric",
    readable: true,
    settable: false,
    gettable: false,
    path: [key],
    ...more,
  });

describe("labels", () => {
  it("names quantities in the reader's language, with direction and phase", () => {
    const labels = toChannelLabels(
      [
        toChannel("power", { quantity: "power" }),
        toChannel("powerB", { quantity: "power", phase: "B" }),
        toChannel("energyExport", { quantity: "energy", direction: "export" }),
        toChannel("odd", { quantity: "generic" }),
      ],
      text,
    );
    expect([...labels.values()]).toEqual([
      "quantity.power",
      "quantity.phase quantity.power B",
      "quantity.energyExport",
      "Label of odd",
    ]);
  });

  it("never calls two channels the same", () => {
    const labels = toChannelLabels(
      ["a", "b"].map((key) => toChannel(key, { quantity: "temperature" })),
      text,
    );
    expect([...labels.values()]).toEqual(["Label of a", "Label of b"]);
  });
});

describe("values", () => {
  const at = Date.UTC(2026, 10, 22);
  it.each<[Channel, number | string | boolean, string]>([
    [toChannel("temperature", { quantity: "temperature" }), 2140, "21.4 °C"],
    [toChannel("contact", { type: "binary", kind: "state" }), true, "state.closed"],
    [toChannel("state", { type: "binary", kind: "control", feature: "switch" }), false, "state.off"],
    [toChannel("tamper", { type: "binary", kind: "state" }), false, "state.no"],
    [toChannel("mode", { type: "enum", kind: "control" }), "eco_mode", "Eco mode"],
    [toChannel("odd", { quantity: "generic", unit: "steps" }), 1500, "1.5 steps"],
  ])("%o", (channel, value, expected) => {
    const figure = toValueFigure(channel, { value, at }, "en", text);
    expect(`${figure.text} ${figure.unit}`.trim()).toBe(expected);
  });
});
