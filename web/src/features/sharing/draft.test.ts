import type { NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { applyPreset, type Draft, fromConsent, normalize, toDraft, toPrincipal, toTerms } from "./draft.ts";

const ZONE = "Europe/Athens";
const now = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const node = "n".repeat(22) as NodeId;
const draft = toDraft([node]);
const toTermsOf = (change: Partial<Draft>, from?: number, until: number | null = null) =>
  toTerms({ ...draft, ...change }, now, ZONE, from === undefined ? null : { from, until });

describe("terms of a share", () => {
  it("are careful unless somebody chooses otherwise: a day's values, 30 days, looking only", () => {
    expect(toTermsOf({})).toEqual({
      role: "viewer",
      resolution: "day",
      channels: null,
      from: now,
      until: now + 30 * DAY_MS,
      historyFrom: null,
      purpose: "",
    });
  });

  it.each([
    ["household", "raw", null],
    ["guest", "day", now + 30 * DAY_MS],
    ["installer", "raw", now + 30 * DAY_MS],
    ["company", "day", now + 30 * DAY_MS],
  ] as const)("of a %s: %s", (preset, resolution, until) => {
    expect(toTerms(applyPreset(draft, preset), now, ZONE)).toMatchObject({ role: "viewer", resolution, until });
  });

  it("end with the last day chosen, in the home's zone", () => {
    expect(toTermsOf({ until: "date", lastDay: "2026-11-30" })).toMatchObject({ until: Date.UTC(2026, 10, 30, 22) });
  });

  it("begin with a day, and last from then", () => {
    const from = Date.UTC(2026, 10, 30, 22);
    expect(toTermsOf({ from: "2026-12-01", until: "day7" })).toMatchObject({ from, until: from + 7 * DAY_MS });
  });

  it("keep the beginning of a grant that is changed", () => {
    expect(toTermsOf({}, now - DAY_MS)).toMatchObject({ from: now - DAY_MS, until: now + 30 * DAY_MS });
  });

  it("keep the moments of a grant that is changed, where their days are left as they are", () => {
    const [from, until] = [now + DAY_MS, now + 8 * DAY_MS];
    const shown = { from: "2026-11-23", until: "date", lastDay: "2026-11-30" } as const;
    expect(toTermsOf(shown, from, until)).toMatchObject({ from, until });
    expect(toTermsOf({ ...shown, lastDay: "2026-12-01" }, from, until)).toMatchObject({
      until: Date.UTC(2026, 11, 1, 22),
    });
    expect(toTermsOf({ ...shown, from: "2026-11-24" }, from, until)).toMatchObject({
      from: Date.UTC(2026, 10, 23, 22),
    });
    expect(toTermsOf({ ...shown, from: "" }, from, until)).toMatchObject({ from: now });
  });

  it.each<[string, Partial<Draft>, string]>([
    ["an end before now", { until: "date", lastDay: "2026-11-21" }, "share.fault.until"],
    ["an end before the beginning", { from: "2026-12-24", until: "date", lastDay: "2026-12-01" }, "share.fault.until"],
    ["no last day", { until: "date" }, "share.fault.until"],
    ["no node", { nodeIds: [] }, "share.fault.nodes"],
    ["no channel", { channels: [] }, "share.fault.channels"],
  ])("refuse %s", (_name, change, fault) => expect(toTermsOf(change)).toBe(fault));
});

describe("a draft", () => {
  it("that switches sees everything", () => {
    expect(normalize({ ...draft, role: "operator", channels: ["power"] })).toMatchObject({
      resolution: "raw",
      channels: null,
    });
  });
  it("that administers is of the whole home", () => {
    expect(normalize({ ...draft, role: "admin" }).role).toBe("operator");
    expect(normalize({ ...draft, role: "admin", nodeIds: null }).role).toBe("admin");
  });
  it("keeps chosen channels for one node only", () => {
    const channels = ["power"];
    expect(normalize({ ...draft, channels }).channels).toEqual(channels);
    expect(normalize({ ...draft, channels, nodeIds: [node, "m".repeat(22) as NodeId] }).channels).toBeNull();
    expect(normalize({ ...draft, channels, nodeIds: null }).channels).toBeNull();
  });
});

it.each([
  [" Anna@Example.org ", null],
  ["Anna@Example.org", { email: "anna@example.org" }],
  ["acme-energy", { clientId: "acme-energy" }],
  ["acme", null],
  ["", null],
])("%s is whom", (who, expected) => {
  expect(toPrincipal(who)).toEqual(who.startsWith(" ") ? { email: "anna@example.org" } : expected);
});

describe("a company's link", () => {
  it("fills the screen", () => {
    const search = `?client=acme-energy&nodes=${node}&resolution=hour&purpose=Advice&until=2027-01-31`;
    expect(fromConsent(search)).toMatchObject({
      preset: "company",
      who: "acme-energy",
      nodeIds: [node],
      resolution: "hour",
      purpose: "Advice",
      until: "date",
      lastDay: "2027-01-31",
    });
  });
  it("falls back to the careful choice where it is wrong", () => {
    const search = "?client=a&nodes=everything&resolution=all&until=never&purpose=";
    expect(fromConsent(search)).toMatchObject({ who: "", nodeIds: [], resolution: "day", until: "day30" });
  });
});
