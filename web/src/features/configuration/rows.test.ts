import type { Desired, DesiredSetting } from "@lastmeter/model/configuration";
import type { Setting } from "@lastmeter/model/setting";
import { describe, expect, it } from "vitest";
import { type Conflicts, type Drafts, toChanges, toRow, withDraft } from "./rows.ts";

const setting: Setting = {
  key: "x:level",
  label: "Level",
  section: "device",
  field: { type: "number" },
  kept: true,
  gettable: false,
};
const wanted = (rev: number, value: string, state: DesiredSetting["state"] = "confirmed"): Desired => {
  const ids = { v: 1, networkId: "n".repeat(32) as Desired["networkId"], nodeId: null, dueAt: null } as const;
  const rest = { kept: true, source: "app", at: 0, commandId: null, reason: null, detail: null } as const;
  const one = { rev, value, state, ...rest, who: "w", tries: 0, triedAt: null, retryAt: null } as DesiredSetting;
  return { ...ids, settings: { "x:level": one } };
};
const rowOf = (desired: Desired | null, drafts: Drafts = new Map()) => toRow(setting, desired, null, drafts);
const nothingTold: Conflicts = new Map();

describe("a draft", () => {
  it("replaces what was wanted when it was begun, not what somebody else wants since", () => {
    const begun = withDraft(new Map(), rowOf(wanted(1, "5")), 6);
    const since = rowOf(wanted(2, "9"), begun);
    expect(since.theirs).toBe(9);
    expect(toChanges([since], nothingTold)).toEqual([{ key: "x:level", value: "6", rev: 1 }]);
    const goesOn = rowOf(wanted(2, "9"), withDraft(begun, since, 7));
    expect(toChanges([goesOn], nothingTold)).toEqual([{ key: "x:level", value: "7", rev: 1 }]);
  });

  it("replaces another's value once its author was told of it, but not a still newer one", () => {
    const begun = withDraft(new Map(), rowOf(null), 6);
    const told = new Map([["x:level", 9]]);
    expect(toChanges([rowOf(wanted(2, "9"), begun)], told)).toMatchObject([{ rev: 2 }]);
    expect(toChanges([rowOf(wanted(3, "8"), begun)], told)).toMatchObject([{ rev: 0 }]);
  });

  it("tells of nobody's while nobody has changed it", () => {
    expect(rowOf(wanted(1, "5"), withDraft(new Map(), rowOf(wanted(1, "5")), 6)).theirs).toBeUndefined();
  });

  it("of what is wanted anyway is none, unless that failed", () => {
    expect(withDraft(new Map(), rowOf(wanted(1, "5")), 5).size).toBe(0);
    expect(withDraft(new Map(), rowOf(wanted(1, "5", "failed")), 5).size).toBe(1);
  });

  it.each([
    ["a text where a number is", setting.field, "abc"],
    [
      "the same in one part of several",
      { type: "group", parts: [{ name: "least", label: "Least", field: setting.field }] },
      { least: "1o" },
    ],
  ] as const)("of %s is wrong, and not sent without it", (_, field, value) => {
    const other: Setting = { ...setting, field: field as Setting["field"] };
    const drafts = withDraft(new Map(), toRow(other, null, null, new Map()), value);
    const row = toRow(other, null, null, drafts);
    expect([row.isFaulty, toChanges([row], nothingTold)]).toEqual([true, []]);
  });
});
