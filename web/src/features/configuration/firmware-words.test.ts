import type { Firmware } from "@lastmeter/model/configuration";
import { describe, expect, it } from "vitest";
import type { Text } from "../../lib/text.ts";
import { toStateWords, toVersionWords } from "./firmware-words.ts";

const text: Text = (id, values) => (values === undefined ? id : `${id} ${Object.values(values).join(" ")}`);
const told = (state: Firmware["state"], installed: Firmware["installed"] = 5): Firmware => {
  return { state, installed, latest: 7, progress: null, remainingS: null, notes: null };
};

describe("the firmware of a device", () => {
  it.each<[string | null, Firmware | null, string]>([
    [null, null, "firmware.unknown"],
    ["1.9.27", null, "firmware.installed 1.9.27"],
    [null, told("idle"), "firmware.installed 5"],
    ["1.9.27", told("idle"), "firmware.installed 1.9.27 (5)"],
    ["1.9.27", told("idle", null), "firmware.installed 1.9.27"],
  ])("named %j, told %j, is worded %s", (named, firmware, expected) => {
    expect(toVersionWords({ named, firmware }, text)).toBe(expected);
  });

  it.each<[Firmware | null, boolean, string]>([
    [null, false, "firmware.unchecked"],
    [null, true, "firmware.asked"],
    [told("available"), false, "firmware.available 7"],
    [told("available"), true, "firmware.asked"],
    [told("scheduled"), false, "firmware.scheduled"],
    [told("idle"), false, "firmware.newest"],
  ])("says of updates what is known: %j, asked %s", (firmware, isAsked, expected) => {
    expect(toStateWords({ firmware, isAsked }, text)).toBe(expected);
  });
});
