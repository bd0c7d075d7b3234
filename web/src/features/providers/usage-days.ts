import type { UsageDay } from "@lastmeter/model/apps";

const DAY_MS = 86_400_000;
const DAYS = 30;

/** The last 30 days of UTC, oldest first, those without a request too. @param usage of days with requests */
export function toUsageDays(usage: readonly UsageDay[], now: number): UsageDay[] {
  const byDay = new Map(usage.map((each) => [each.day, each]));
  return Array.from({ length: DAYS }, (_, at) => {
    const day = new Date(now - (DAYS - 1 - at) * DAY_MS).toISOString().slice(0, 10);
    return byDay.get(day) ?? { day, requests: 0, errors: 0, limited: 0, rows: 0 };
  });
}
