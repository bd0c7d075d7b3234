import { createLocalClock, createStampReader } from "./local-clock.ts";

/** What a household used in the minute that begins at `at`; null where the recording knows nothing of a meter. */
export interface HouseholdMinute {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly meter: MeterMinute | null;
  /** Wh in the minute of the kitchen, the laundry, the water heater and air conditioner. */
  readonly subWh: readonly [number | null, number | null, number | null];
}

export interface MeterMinute {
  /** Means of the minute. */
  readonly activeW: number;
  readonly reactiveVar: number | null;
  readonly voltageV: number | null;
  readonly currentA: number | null;
}

/** What is wrong with a recording, for the person who gave it. */
export interface RecordingFault {
  /** 1: the header. */
  readonly line: number;
  readonly column: string;
  readonly expected: string;
  readonly got: string;
}

export const MINUTE_MS = 60_000;

/** UCI Machine Learning Repository, data set 235. */
export const householdColumns = [
  "Date",
  "Time",
  "Global_active_power",
  "Global_reactive_power",
  "Voltage",
  "Global_intensity",
  "Sub_metering_1",
  "Sub_metering_2",
  "Sub_metering_3",
] as const;
type Column = (typeof householdColumns)[number];

/** Nothing in a home is more: a larger number is another column or another unit. */
const limits: Readonly<Partial<Record<Column, number>>> = {
  Global_active_power: 100,
  Global_reactive_power: 100,
  Voltage: 1000,
  Global_intensity: 1000,
  Sub_metering_1: 2000,
  Sub_metering_2: 2000,
  Sub_metering_3: 2000,
};

/**
 * Reads the lines of a recording one by one: `toMinute` gives the minute, null for the header and blank lines, or the fault.
 * Stamps are wall times of `timeZone`, each a minute after the one before or later.
 */
export function createHouseholdParser(timeZone: string): (text: string) => HouseholdMinute | RecordingFault | null {
  const readStamp = createStampReader(createLocalClock(timeZone));
  let line = 0;
  let endAt = Number.NEGATIVE_INFINITY;

  return (text) => {
    line += 1;
    const row = text.replace(/^\uFEFF|\r$/g, "");
    if (line === 1) return parseHeader(row);
    if (row.trim() === "") return null;
    const fields = row.split(";");
    const fault = (column: Column, expected: string): RecordingFault => {
      return { line, column, expected, got: fields[householdColumns.indexOf(column)] ?? "" };
    };
    const faults: RecordingFault[] = [];
    const parse = (column: Column): number | null => {
      const number = parseMeasure(fields[householdColumns.indexOf(column)] ?? "", limits[column] ?? 0);
      if (number === undefined) faults.push(fault(column, `? or a number from 0 to ${limits[column]}`));
      return number ?? null;
    };

    if (fields.length !== householdColumns.length) {
      const expected = `${householdColumns.length} fields separated by ;`;
      return { line, column: "all", expected, got: `${fields.length}` };
    }
    const dayMs = parseDate(fields[0] ?? "");
    if (dayMs === null) return fault("Date", "a day as d/m/yyyy");
    const timeMs = parseTime(fields[1] ?? "");
    if (timeMs === null) return fault("Time", "a time as HH:MM:SS");
    const at = readStamp(dayMs + timeMs);
    if (at === null || at < endAt) return fault("Time", "a time at least a minute after the line before");
    endAt = at + MINUTE_MS;

    const activeKw = parse("Global_active_power");
    const reactiveKvar = parse("Global_reactive_power");
    const voltageV = parse("Voltage");
    const currentA = parse("Global_intensity");
    const subWh = [parse("Sub_metering_1"), parse("Sub_metering_2"), parse("Sub_metering_3")] as const;
    const [first] = faults;
    if (first !== undefined) return first;
    const reactiveVar = reactiveKvar === null ? null : reactiveKvar * 1000;
    const meter = activeKw === null ? null : { activeW: activeKw * 1000, reactiveVar, voltageV, currentA };
    return { at, meter, subWh };
  };
}

export function isFault(minute: HouseholdMinute | RecordingFault): minute is RecordingFault {
  return "expected" in minute;
}

function parseHeader(row: string): RecordingFault | null {
  const got = row.split(";");
  const wrong = householdColumns.findIndex((column, index) => got[index]?.trim() !== column);
  const extra = got[householdColumns.length];
  if (wrong === -1 && extra === undefined) return null;
  const column = householdColumns[wrong];
  if (column === undefined) return { line: 1, column: String(extra), expected: "no tenth column", got: String(extra) };
  return { line: 1, column, expected: `the header ${householdColumns.join(";")}`, got: got[wrong] ?? "" };
}

/** Undefined: no measure. In this data set a row without measures ends in an empty field. */
function parseMeasure(text: string, limit: number): number | null | undefined {
  if (text === "?" || text === "") return null;
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return number <= limit ? number : undefined;
}

function parseDate(text: string): number | null {
  const [, day, month, year] = (/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []).map(Number);
  if (day === undefined || month === undefined || year === undefined || year < 2000 || year > 2099) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function parseTime(text: string): number | null {
  const [, hour, minute, second] = (/^(\d{2}):(\d{2}):(\d{2})$/.exec(text) ?? []).map(Number);
  if (hour === undefined || minute === undefined || second === undefined) return null;
  return hour < 24 && minute < 60 && second < 60 ? ((hour * 60 + minute) * 60 + second) * 1000 : null;
}
