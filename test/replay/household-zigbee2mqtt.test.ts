import { describe, expect, it } from "vitest";
import { z } from "zod/mini";
import type { Publish } from "../home/zigbee-network.ts";
import { type HouseholdMinute, MINUTE_MS } from "./household.ts";
import { createHouseholdZigbee2Mqtt } from "./household-zigbee2mqtt.ts";

const startAt = Date.parse("2006-12-16T17:24+01:00");
const minuteAt = (index: number, activeW: number | null): HouseholdMinute => ({
  at: startAt + index * MINUTE_MS,
  meter: activeW === null ? null : { activeW, reactiveVar: 100, voltageV: 240.1, currentA: 5 },
  subWh: activeW === null ? [null, null, null] : [0, 1, 17],
});
const stateSchema = z.object({ energy: z.number(), power: z.number() });

function toStory(messages: readonly Publish[], name: string) {
  return messages
    .filter(({ topic }) => topic === name || topic === `${name}/availability`)
    .map(({ at, topic, payload }) => {
      const minute = (at - startAt) / MINUTE_MS;
      if (topic !== name) return [minute, payload.includes("online") ? "online" : "offline"];
      const { energy, power } = stateSchema.parse(JSON.parse(payload));
      return [minute, Math.round(energy * 1000), power];
    });
}

describe("what the recorded home says", () => {
  it("is, at each minute's beginning, the register up to it and the power of it", () => {
    const home = createHouseholdZigbee2Mqtt();
    const spoken = [1200, 600, 60].flatMap((activeW, index) => home.advance(minuteAt(index, activeW)));
    spoken.push(...home.finish());
    expect(toStory(spoken, "house meter")).toEqual([
      [0, "online"],
      [0, 18_204_000, 1200],
      [1, 18_204_020, 600],
      [2, 18_204_030, 60],
      [3, 18_204_031, 60],
    ]);
    expect(toStory(spoken, "cellar/sub-meter").at(-1)).toEqual([3, 7_490_051, 1020]);
  });

  it("ends before a stretch that is not known, and begins again with the same register", () => {
    const home = createHouseholdZigbee2Mqtt();
    const spoken = [
      ...home.advance(minuteAt(0, 600)),
      ...home.advance(minuteAt(1, null)),
      ...home.advance(minuteAt(2, null)),
      ...home.advance(minuteAt(3, 1200)),
      // Rows 4 to 8 are left out of the file.
      ...home.advance(minuteAt(9, 60)),
    ];
    expect(toStory(spoken, "house meter")).toEqual([
      [0, "online"],
      [0, 18_204_000, 600],
      [1, 18_204_010, 600],
      [1, "offline"],
      [3, "online"],
      [3, 18_204_010, 1200],
      [4, 18_204_030, 1200],
      [4, "offline"],
      [9, "online"],
      [9, 18_204_030, 60],
    ]);
  });

  it("goes on from a past nobody heard", () => {
    const heard = createHouseholdZigbee2Mqtt();
    const skipped = createHouseholdZigbee2Mqtt();
    for (const index of [0, 1, 2]) {
      heard.advance(minuteAt(index, 600));
      skipped.skip(minuteAt(index, 600));
    }
    expect(skipped.advance(minuteAt(3, 60))).toEqual(heard.advance(minuteAt(3, 60)));
    const [state] = toStory(skipped.start(startAt + 200_000), "house meter").slice(-1);
    expect(state?.slice(1)).toEqual([18_204_030, 60]);
  });

  it("begins as a started Zigbee2MQTT does", () => {
    const topics = createHouseholdZigbee2Mqtt()
      .start(startAt)
      .map(({ topic }) => topic);
    expect(topics).toEqual(expect.arrayContaining(["bridge/state", "bridge/info", "bridge/devices", "bridge/groups"]));
  });
});
