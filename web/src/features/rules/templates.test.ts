import type { Channel } from "@lastmeter/model/channel";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { ruleDraftSchema } from "@lastmeter/model/rule";
import { describe, expect, it } from "vitest";
import { templateIds, templates, toCandidates } from "./templates.ts";

const channel = (key: string, more: Partial<Channel>): Channel => ({
  key,
  ix: 0,
  label: key,
  kind: "measurement",
  type: "numeric",
  readable: true,
  settable: false,
  gettable: false,
  path: [key],
  ...more,
});

const toNode = (name: string, channels: readonly Channel[], power: boolean): Node => ({
  v: 1,
  networkId: "N".repeat(32) as NetworkId,
  ownerId: "owner",
  memberIds: ["owner"],
  address: name,
  nativeName: name,
  name,
  room: null,
  vendor: null,
  model: null,
  description: null,
  status: "active",
  role: null,
  inside: null,
  total: {
    power: power ? [{ channel: "power", sign: 1 }] : [],
    energyImport: [],
    energyExport: [],
  },
  channels: Object.fromEntries(channels.map((each) => [each.key, each])),
  location: null,
});

const plugId = "p".repeat(22) as NodeId;
const doorId = "d".repeat(22) as NodeId;
const plug = toNode(
  "plug",
  [
    channel("power", { quantity: "power" }),
    channel("state", { kind: "control", type: "binary", feature: "switch", settable: true, on: "ON", off: "OFF" }),
  ],
  true,
);
const door = toNode("door", [channel("contact", { kind: "state", type: "binary", on: false, off: true })], false);
const nodes = [
  [plugId, plug],
  [doorId, door],
] as const;

describe.each(templateIds)("template %s", (id) => {
  it("is a rule that can be saved as it is, about each device it offers", () => {
    const candidates = toCandidates(id, nodes);
    expect(candidates).not.toBeUndefined();
    for (const [device] of candidates ?? [[plugId]]) {
      const draft = templates[id].toDraft(device, nodes);
      expect(ruleDraftSchema.parse(draft)).toEqual(draft);
    }
  });
});

describe("what a home without fitting devices is offered", () => {
  it.each([
    ["finished", []],
    ["opened", [[plugId, plug]]],
    ["surplus", [[doorId, door]]],
  ] as const)("not %s", (id, without) => expect(toCandidates(id, without)).toBeUndefined());

  it.each([
    ["finished", "Waschmaschine"],
    ["tooMuch", "Water heater"],
    ["leftOn", "Bügeleisen"],
    ["surplus", "Water heater"],
    ["expensive", "Water heater"],
  ] as const)("is about what it is most likely meant for: %s %s", (id, expected) => {
    const names = ["Fridge", "Bügeleisen", "Waschmaschine", "Water heater"];
    const home = names.map((name, index) => [String(index).repeat(22) as NodeId, { ...plug, name }] as const);
    expect(toCandidates(id, home)?.[0]?.[1].name).toBe(expected);
    if (id === "expensive") expect(toCandidates(id, home)?.at(-1)?.[1].name).toBe("Fridge");
  });

  it("switches what is protected last", () => {
    const other = "o".repeat(22) as NodeId;
    const guarded = [[plugId, { ...plug, protected: true }] as const, [other, plug] as const];
    expect(toCandidates("expensive", guarded)?.map(([id]) => id)).toEqual([other, plugId]);
  });
});

it.each([undefined, null, 4, 10, 16])(
  "a surplus is not ended by what it heats water with, rated %s A",
  (ratedCurrentA) => {
    const rated = { ...plug, ...(ratedCurrentA === undefined ? {} : { ratedCurrentA }) };
    const { when } = templates.surplus.toDraft(plugId, [[plugId, rated]]);
    if (when.kind !== "value") throw new Error("of a value");
    const mostW = (ratedCurrentA ?? 13) * 230;
    expect(when.limit + when.hysteresis).toBeGreaterThan(when.limit + mostW);
    expect(when.limit).toBeLessThan(-0.3 * mostW);
  },
);
