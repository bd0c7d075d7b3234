import { expect, it } from "vitest";
import { toUsageDays } from "./usage-days.ts";

it("are thirty up to today, with those of which nothing is known, and none before", () => {
  const counts = { errors: 1, limited: 0, rows: 96 };
  const used = [
    { day: "2026-11-28", requests: 3, ...counts },
    { day: "2026-10-30", requests: 2, ...counts },
    { day: "2026-10-29", requests: 9, ...counts },
  ];
  const days = toUsageDays(used, Date.UTC(2026, 10, 28, 23, 59));
  expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([30, "2026-10-30", "2026-11-28"]);
  expect(days.flatMap(({ requests }) => (requests > 0 ? [requests] : []))).toEqual([2, 3]);
});
