import { describe, expect, it } from "vitest";
import { parseView, toViewUrl } from "./view-url.ts";

const TODAY = "2026-11-22";
const nothing = { period: "day", date: null, node: null, table: false, raw: false, channel: null };
const NODE = "n".repeat(22);

describe("the view in the address", () => {
  it.each([
    ["", nothing],
    ["period=month&date=2026-02-28&table=1", { ...nothing, period: "month", date: "2026-02-28", table: true }],
    [`node=${NODE}`, { ...nothing, node: NODE }],
    [`node=${NODE}&raw=1&channel=voltage`, { ...nothing, node: NODE, raw: true, channel: "voltage" }],
    [`node=${NODE}&raw=1&channel=%3Cscript%3E`, { ...nothing, node: NODE, raw: true }],
    [`node=${NODE}&raw=1&period=week`, { ...nothing, node: NODE, period: "week" }],
    ["raw=1&channel=voltage", nothing],
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
