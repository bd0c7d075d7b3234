import { describe, expect, it } from "vitest";
import { toCsvCell, toCsvFiles } from "./csv.ts";
import type { Cell, Row } from "./table.ts";

describe("a cell", () => {
  it.each<[Cell, string]>([
    ["plain", "plain"],
    ["", ""],
    [null, ""],
    [-1.5, "-1.5"],
    [false, "false"],
    ["a,b", '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ["two\r\nlines", '"two\r\nlines"'],
    ["=1+1", "'=1+1"],
    ["+49", "'+49"],
    ["-x", "'-x"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", '"\'\r=1"'],
    ["＝1", "'＝1"],
    ["'quoted", "''quoted"],
    [{ a: 1 }, '"{""a"":1}"'],
    [["x"], '"[""x""]"'],
    ["κουζίνα", "κουζίνα"],
  ])("%j", (cell, expected) => {
    expect(toCsvCell(cell)).toBe(expected);
  });
});

describe("a long table", () => {
  it("goes on in another file, with its columns, and loses no row", async () => {
    const batch: Row[] = Array.from({ length: 50_000 }, (_, index) => [index]);
    const rows = async function* () {
      for (let times = 0; times < 41; times++) yield batch;
    };
    const head = { networkId: "n", name: "Home", timeZone: "UTC", exportedAt: "2026" };
    const sizes: Record<string, number> = {};
    for await (const { name, content } of toCsvFiles(head, [{ name: "readings", columns: ["x"], rows: rows() }])) {
      let text = "";
      for await (const part of content) text += part;
      if (name !== "README.txt") expect(text.startsWith("\ufeffx\r\n0\r\n")).toBe(true);
      sizes[name] = text.split("\r\n").length - 2;
    }
    const { "README.txt": _, ...files } = sizes;
    expect(files).toEqual({ "readings.csv": 1_000_000, "readings-2.csv": 1_000_000, "readings-3.csv": 50_000 });
  });

  it("that is empty has its columns", async () => {
    const rows = async function* (): AsyncGenerator<Row[]> {};
    const names: string[] = [];
    const head = { networkId: "n", name: "Home", timeZone: "UTC", exportedAt: "2026" };
    for await (const { name, content } of toCsvFiles(head, [{ name: "repairs", columns: ["a", "b"], rows: rows() }])) {
      names.push(name);
      for await (const part of content) if (name === "repairs.csv") expect(part).toBe("\ufeffa,b\r\n");
    }
    expect(names).toEqual(["README.txt", "repairs.csv"]);
  });
});
