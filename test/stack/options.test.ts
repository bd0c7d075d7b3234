import { describe, expect, it } from "vitest";
import { parseStartOptions } from "./options.ts";

describe("the options of npm start", () => {
  it.each([
    [[], { portBase: 5000, broker: undefined, replay: undefined, fresh: false }],
    [["--port-base", "6000", "--fresh"], { portBase: 6000, broker: undefined, replay: undefined, fresh: true }],
    [["--broker", "mqtt://10.0.0.2:1883"], { portBase: 5000, broker: "mqtt://10.0.0.2:1883", fresh: false }],
    [["--replay", "home.csv.gz"], { portBase: 5000, broker: undefined, replay: "home.csv.gz", fresh: false }],
  ])("%j are taken", (args, expected) => {
    expect(parseStartOptions(args)).toMatchObject(expected);
  });

  it.each([
    [["--port-base", "80"], /^--port-base: expected/],
    [["--broker", "localhost"], /^--broker: expected/],
    [["--replay", ""], /^--replay: expected a file/],
    [["--replay", "a.csv", "--broker", "mqtt://h:1"], /^--replay: expected without --broker/],
    [["--unknown"], /--unknown/],
  ])("%j are refused", (args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
  });
});
