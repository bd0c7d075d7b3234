import type { Desired } from "@lastmeter/model/configuration";
import type { Setting } from "@lastmeter/model/setting";
import { describe, expect, it } from "vitest";
import { applyChanges, applyResets } from "./changes.ts";

const NOW = 1_795_333_000_000;
const described: Setting[] = [
  { key: "x:a", label: "A", section: "device", field: { type: "number", min: 0, max: 9 }, kept: true, gettable: false },
  {
    key: "o:b",
    label: "B",
    section: "behaviour",
    field: { type: "text", maxLength: 3 },
    default: "null",
    kept: true,
    gettable: false,
  },
];
const owner = { who: "owner", whoLabel: "owner@example.org", source: "app" } as const;
const set = (before: Desired["settings"], key: string, value: string, rev = 0) =>
  applyChanges(before, [{ key, value, rev }], described, owner, NOW);
const first = set({}, "x:a", "5");
const before = first.kind === "changed" ? first.settings : {};

describe("changes", () => {
  it("say who wants what since when, and nobody's address", () => {
    expect(before["x:a"]).toMatchObject({ rev: NOW, value: "5", kept: true, who: "owner", state: "pending", at: NOW });
    expect(JSON.stringify(before)).not.toContain("example.org");
  });

  it.each<[string, ReturnType<typeof set>, object]>([
    ["of the newest are taken", set(before, "x:a", "6", NOW), { kind: "changed" }],
    [
      "of an older one are a conflict that says what is wanted",
      set(before, "x:a", "6", 0),
      { kind: "conflict", errors: [{ path: "x:a", expected: "5" }] },
    ],
    ["outside the range are refused", set({}, "x:a", "10"), { kind: "refused", errors: [{ path: "changes.0.value" }] }],
    ["of another type are refused", set({}, "x:a", '"5"'), { kind: "refused" }],
    ["of no JSON are refused", set({}, "x:a", "5;"), { kind: "refused" }],
    [
      "of what the device does not have are refused",
      set({}, "x:z", "5"),
      { kind: "refused", errors: [{ path: "changes.0.key" }] },
    ],
    ["of an inherited name are refused", set({}, "x:constructor", "5"), { kind: "refused" }],
  ])("%s", (_, changed, expected) => {
    expect(changed).toMatchObject(expected);
  });
});

describe("what is no longer wanted", () => {
  it("goes back to its default once, or is left to the device", () => {
    const both = set(before, "o:b", '"x"');
    const settings = both.kind === "changed" ? both.settings : {};
    const resets = [
      { key: "x:a", rev: NOW },
      { key: "o:b", rev: NOW },
    ];
    const reset = applyResets(settings, resets, described, owner, NOW + 1);
    expect(reset).toMatchObject({ kind: "changed", settings: { "o:b": { rev: NOW + 1, value: "null", kept: false } } });
    expect(reset.kind === "changed" && Object.keys(reset.settings)).toEqual(["o:b"]);
    expect(applyResets(settings, [{ key: "x:a", rev: 0 }], described, owner, NOW)).toMatchObject({ kind: "conflict" });
  });

  it("does not come back to a revision that somebody still holds", () => {
    const held = before["x:a"]?.rev ?? 0;
    const reset = applyResets(before, [{ key: "x:a", rev: held }], described, owner, NOW + 1);
    const without = reset.kind === "changed" ? reset.settings : before;
    const again = applyChanges(without, [{ key: "x:a", value: "7", rev: 0 }], described, owner, NOW + 2);
    const settings = again.kind === "changed" ? again.settings : without;
    const late = { kind: "conflict", errors: [{ path: "x:a", expected: "7" }] };
    expect(set(settings, "x:a", "6", held)).toMatchObject(late);
    expect(applyResets(settings, [{ key: "x:a", rev: held }], described, owner, NOW + 3)).toMatchObject(late);
  });
});
