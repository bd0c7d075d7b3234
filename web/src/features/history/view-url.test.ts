import { describe, expect, it } from "vitest";
import { parseView, toViewUrl } from "./view-url.ts";

const TODAY = "2026-11-22";
const nothing = { period: "day", date: null, node: null, table: false };

describe("the view in the address", () => {
  it.each([
    ["", nothing],
    ["period=month&date=2026-02-28&table=1", { period: "month", date: "2026-02-28", node: null, table: true }],
    [`node=${"n".repeat(22)}`, { ...nothing, node: "n".repeat(22) }],
    ["period=decade&date=2026-02-30&node=x&table=yes", nothing],
    ["date=1999-12-31", nothing],
    ["date=2026-11-23", nothing],
    ["date=2026-11-22", nothing],
    ["period=year&date=2026-13-01", { ...nothing, period: "year" }],
    ["date=%00&period=%00", nothing],
  ])("%s", (search, expected) => {
    const view = parseView(search, TODAY);
    expect(view).toEqual(expected);
    expect(parseView(toViewUrl(view).split("?")[1] ?? "", TODAY)).toEqual(view);
  });
});
