import { describe, expect, it } from "vitest";
import { type Draft, toNetworkDraft, toNewDraft } from "./draft.ts";

const start: Draft = { ...toNewDraft(), name: "Home", timeZone: "Europe/Athens" };
const network = {
  kind: "zigbee2mqtt",
  name: "Home",
  description: "",
  location: null,
  timeZone: "Europe/Athens",
  gatewayAddress: "",
};

describe("the form of a network", () => {
  it.each<[string, Partial<Draft>, object]>([
    ["a name alone", {}, network],
    ["white space around the name", { name: "  Home " }, network],
    [
      "typed",
      { placeWay: "typed", coordinates: "37.98, 23.73" },
      { ...network, location: { latitude: 37.98, longitude: 23.73 } },
    ],
    ["a city", { placeWay: "city", city: "athens" }, { ...network, location: { latitude: 37.97, longitude: 23.72 } }],
    [
      "here",
      { placeWay: "here", here: { latitude: 1, longitude: 2 } },
      { ...network, location: { latitude: 1, longitude: 2 } },
    ],
    ["a place that was typed and taken back", { placeWay: "none", coordinates: "37.98, 23.73" }, network],
  ])("becomes what is sent: %s", (_, part, expected) => {
    expect(toNetworkDraft({ ...start, ...part })).toEqual({ network: expected });
  });

  it.each<[string, Partial<Draft>, string[]]>([
    ["no name", { name: " " }, ["name"]],
    ["a name too long", { name: "x".repeat(81) }, ["name"]],
    ["a description too long", { description: "x".repeat(501) }, ["description"]],
    ["no zone", { timeZone: "Mars/Olympus" }, ["timeZone"]],
    ["an address that is none", { gatewayAddress: "http://pi.local/" }, ["gatewayAddress"]],
    ["an address too long", { gatewayAddress: "x".repeat(256) }, ["gatewayAddress"]],
    ["here, not told yet", { placeWay: "here" }, ["place"]],
    ["an unknown city", { placeWay: "city", city: "Nowhere" }, ["place"]],
    ["off the Earth", { placeWay: "typed", coordinates: "91, 0" }, ["place"]],
    ["two faults", { name: "", placeWay: "typed", coordinates: "" }, ["place", "name"]],
  ])("names the wrong field: %s", (_, part, wrong) => {
    expect(toNetworkDraft({ ...start, ...part })).toEqual({ wrong });
  });
});
