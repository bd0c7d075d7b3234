import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { createHouseholdParser, householdColumns } from "./household.ts";
import { readWholeHousehold } from "./household-file.ts";

const header = householdColumns.join(";");
const row = "16/12/2006;17:24:00;4.216;0.418;234.840;18.400;0.000;1.000;17.000";

function parse(...rows: readonly string[]) {
  const parser = createHouseholdParser("Europe/Paris");
  return [header, ...rows].map((line) => parser(line)).slice(1);
}

describe("a row of a household recording", () => {
  it("is the minute that begins at its stamp, in canonical units", () => {
    expect(parse(row)).toEqual([
      {
        at: Date.parse("2006-12-16T17:24:00+01:00"),
        meter: { activeW: 4216, reactiveVar: 418, voltageV: 234.84, currentA: 18.4 },
        subWh: [0, 1, 17],
      },
    ]);
  });

  it("may know nothing", () => {
    expect(parse("21/12/2006;11:23:00;?;?;?;?;?;?;")).toEqual([
      { at: Date.parse("2006-12-21T11:23:00+01:00"), meter: null, subWh: [null, null, null] },
    ]);
  });

  it.each([
    ["2006-12-16;17:24:00;1;1;1;1;1;1;1", "Date", "a day as d/m/yyyy"],
    ["31/2/2007;17:24:00;1;1;1;1;1;1;1", "Date", "a day as d/m/yyyy"],
    ["16/12/2006;24:00:00;1;1;1;1;1;1;1", "Time", "a time as HH:MM:SS"],
    ["16/12/2006;17:25:00;4,2;1;1;1;1;1;1", "Global_active_power", "? or a number from 0 to 100"],
    ["16/12/2006;17:25:00;4216;1;1;1;1;1;1", "Global_active_power", "? or a number from 0 to 100"],
    ["16/12/2006;17:25:00;4;1;1;1;1;1;-1", "Sub_metering_3", "? or a number from 0 to 2000"],
    ["16/12/2006;17:24:30;4;1;1;1;1;1;1", "Time", "a time at least a minute after the line before"],
    ["16/12/2006,17:25:00,4,1,1,1,1,1,1", "all", "9 fields separated by ;"],
  ])("%s is refused at line 3, column %s", (wrong, column, expected) => {
    expect(parse(row, wrong)[1]).toMatchObject({ line: 3, column, expected });
  });
});

describe("a recording's file", () => {
  const folder = mkdtempSync(join(tmpdir(), "lastmeter-recording-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = async (name: string, content: string | Buffer) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return readWholeHousehold(file, "Europe/Paris");
  };

  it.each([
    ["plain.csv", Buffer.from(`\uFEFF${header}\r\n${row}\r\n\r\n`)],
    ["packed.csv.gz", gzipSync(`${header}\n${row}`)],
  ])("%s is read", async (name, content) => {
    expect(await read(name, content)).toHaveLength(1);
  });

  it.each([
    ["header.csv", "Date,Time\n", /header.csv, line 1, column Date: expected the header Date;Time;.*, got "Date,Time"/],
    [
      "row.csv",
      `${header}\n${row}\nnonsense\n`,
      /row.csv, line 3, column all: expected 9 fields separated by ;, got "1"/,
    ],
    ["empty.csv", "", /empty.csv: expected a header and at least one row/],
    ["not.csv.gz", `${header}\n${row}`, /not.csv.gz: expected a file that can be read/],
    ["cut.csv.gz", gzipSync(`${header}\n${row}`).subarray(0, -12), /cut.csv.gz: expected a file that can be read/],
  ])("%s is refused with what was expected", async (name, content, message) => {
    await expect(read(name, content)).rejects.toThrow(message);
  });

  it("that is not there is refused", async () => {
    await expect(readWholeHousehold(join(folder, "none.csv"), "Europe/Paris")).rejects.toThrow(/none.csv/);
  });
});
