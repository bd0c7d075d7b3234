import { toAlarmWords } from "@lastmeter/model/alarm-words/alarm-words";
import { networkIdSchema } from "@lastmeter/model/ids";
import { noticeSchema } from "@lastmeter/model/notice";
import type { RuleDraft } from "@lastmeter/model/rule";
import { describe, expect, it } from "vitest";
import { planAlarms } from "../alarms/plan-alarms.ts";
import { compile, heater, NOON, overload, toDraft } from "./engine.fixture.ts";
import { noEngineState } from "./engine-state.ts";
import { evaluate } from "./evaluate.ts";
import { planTold } from "./plan-told.ts";

const networkId = networkIdSchema.parse("N".repeat(32));
const ground = { locale: "en", timeZone: "Europe/Athens", nodeName: "Water heater", homeName: "Home" };
const tell = (text = "") => ({ do: "notify", severity: "warning", to: null, text }) as const;
const alarm = { do: "alarm", severity: "warning", title: null } as const;
const MIN = 60_000;

/** What one person reads when the heater draws 2.2 kW for a minute and then stops. */
async function read(change: Partial<RuleDraft>): Promise<string[]> {
  const compiled = compile([toDraft({ when: overload, ...change })]);
  const draws = (watts: number, afterMs: number, sequence: number) =>
    ({ kind: "value", nodeId: heater, channel: "power", value: watts * 10, at: NOON + afterMs, sequence }) as const;
  const facts = [draws(2200, 0, 1), draws(2210, MIN, 2), draws(0, 2 * MIN, 3)];
  const now = NOON + 3 * MIN;
  const { effects } = evaluate(compiled, facts, noEngineState, now);
  const told = await planTold({ networkId, compiled, managers: ["owner"], now }, effects);
  const raised = await planAlarms({ networkId, open: {}, managers: ["owner"], now }, told.alarms);
  const notices = [...told.writes, ...raised.writes].filter(({ path }) => path.startsWith("users/owner/notices/"));
  return notices.map((write) => {
    const { title, body } = toAlarmWords(noticeSchema.parse("data" in write ? write.data : null), ground);
    return body === "" ? title : `${title} | ${body}`;
  });
}

describe("what a rule tells", () => {
  const what = "Water heater is above 2\u00a0kW";
  const how = "2.2\u00a0kW, for 1 minute.";
  it.each<[string, Partial<RuleDraft>, string[]]>([
    ["without any words: what happened", { actions: [tell()] }, [`${what} | ${how}`]],
    ["by its name, and what happened", { name: "Boiler", actions: [tell()] }, [`Boiler | ${what}`]],
    ["in its own words", { name: "Boiler", actions: [tell("Look at it")] }, [`Look at it | ${what}`]],
    [
      "by its alarm, from beginning to end",
      { actions: [alarm, tell()] },
      [`${what} | ${how}`, `Over: ${what} | After 1 minute.`],
    ],
    [
      "by its alarm, in its own words",
      { actions: [alarm, tell("Look")] },
      [`Look | ${what}`, "Over: Look | After 1 minute."],
    ],
    [
      "by the alarm's title",
      { name: "Boiler", actions: [{ ...alarm, title: "Hot" }, tell("Look")] },
      [`Hot | ${what}`, "Over: Hot | After 1 minute."],
    ],
    ["when it is over", { actions: [tell()], whenOver: [tell()] }, [`${what} | ${how}`, `Over: ${what} | 0\u00a0W.`]],
    [
      "when it is over, in its own words",
      { actions: [tell()], whenOver: [tell("Done")] },
      [`${what} | ${how}`, `Done | ${what}`],
    ],
  ])("%s", async (_, change, expected) => {
    expect(await read({ ...change, actions: change.actions ?? [] })).toEqual(expected);
  });
});
