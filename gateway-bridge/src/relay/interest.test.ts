import { describe, expect, it } from "vitest";
import { InterestFilter } from "./interest.ts";

function filterFor(wanted: {
  onChange?: string[][];
  always?: string[][];
  bounds?: { path: string[]; above?: number; below?: number }[];
}) {
  const filter = new InterestFilter();
  const topics = { plug: { onChange: [], always: [], bounds: [], ...wanted } };
  filter.replace({ version: 1, topics });
  return (payload: unknown, topic = "plug") => filter.matters(topic, Buffer.from(JSON.stringify(payload)));
}

describe("a message matters", () => {
  it("when a watched value changes, and when it is seen for the first time", () => {
    const matters = filterFor({ onChange: [["state"]] });
    const states = [{ state: "ON" }, { state: "ON", power: 1 }, { power: 2 }, { state: "OFF" }, { state: "OFF" }];
    expect(states.map((state) => matters(state))).toEqual([true, false, false, true, false]);
    expect(matters({ state: "ON" }, "other")).toBe(false);
  });

  it("each time an action is present and not empty", () => {
    const matters = filterFor({ always: [["action"]] });
    const states = [{ action: "single" }, { action: "single" }, { action: "" }, { action: null }, {}];
    expect(states.map((state) => matters(state))).toEqual([true, true, false, false, false]);
  });

  it("when a value crosses its bound", () => {
    const matters = filterFor({ bounds: [{ path: ["meter", "power"], above: 100 }] });
    const powers = [50, 90, 101, 500, 100, 101];
    expect(powers.map((power) => matters({ meter: { power } }))).toEqual([false, false, true, false, true, true]);
    expect(matters({ meter: { power: "500" } })).toBe(false);
  });

  it("at first sight beyond its bound", () => {
    expect(filterFor({ bounds: [{ path: ["power"], above: 100 }] })({ power: 101 })).toBe(true);
  });

  it("by a bare word too, and never by a name of the prototype", () => {
    const filter = new InterestFilter();
    filter.replace({ version: 1, topics: { door: { onChange: [[]], always: [["constructor"]], bounds: [] } } });
    expect(filter.matters("door", Buffer.from("online"))).toBe(true);
    expect(filter.matters("door", Buffer.from("online"))).toBe(false);
  });

  it("on a topic below one that ends in /#, the nearest one", () => {
    const filter = new InterestFilter();
    const nothing = { onChange: [], always: [], bounds: [] };
    const topics = { "bridge/response/#": { ...nothing, always: [[]] }, "bridge/response/quiet/#": nothing };
    filter.replace({ version: 1, topics });
    expect(filter.matters("bridge/response/device/remove", Buffer.from("{}"))).toBe(true);
    expect(filter.matters("bridge/response/quiet/one", Buffer.from("{}"))).toBe(false);
    expect(filter.matters("bridge/request/device/remove", Buffer.from("{}"))).toBe(false);
  });
});
