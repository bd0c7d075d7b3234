import { describe, expect, it } from "vitest";
import { networkIdSchema } from "./ids.ts";
import type { Notice } from "./notice.ts";
import { toNoticePlace } from "./notice-place.ts";

const alarmId = "a".repeat(22);

describe("what is told leads", () => {
  const networkId = networkIdSchema.parse("N".repeat(32));
  const ruleId = "r".repeat(22);
  it.each<[string, Partial<Notice>, boolean, string | null]>([
    ["to its alarm", { networkId, ruleId }, true, `/alarms/${networkId}/${alarmId}`],
    ["to its alarm, whoever may see that", { networkId, ruleId }, false, `/alarms/${networkId}/${alarmId}`],
    ["to its rule", { networkId, ruleId, alarmId: null }, true, `/rules/${networkId}/${ruleId}`],
    ["nowhere for a guest of the home", { networkId, ruleId, alarmId: null }, false, null],
    ["nowhere of no home", { alarmId: null }, true, null],
  ])("%s", (_, notice, manages, place) => {
    expect(toNoticePlace({ networkId: null, alarmId, ruleId: null, ...notice }, manages)).toBe(place);
  });
});
