import { QUARTER_MS, toZoneOffsetMs } from "@lastmeter/model/time";

/** ISO 8601 with the zone's offset then: `2026-10-25T02:30:00.000+02:00`. Asks the zone once a quarter-hour in a row. */
export function createIsoTime(timeZone: string): (at: number) => string {
  let quarter = Number.NaN;
  let offsetMs = 0;
  let suffix = "";
  return (at) => {
    const now = Math.floor(at / QUARTER_MS);
    if (now !== quarter) {
      quarter = now;
      offsetMs = toZoneOffsetMs(at, timeZone);
      suffix = toSuffix(offsetMs);
    }
    return `${new Date(at + offsetMs).toISOString().slice(0, -1)}${suffix}`;
  };
}

function toSuffix(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${offsetMs < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
