import { toCsvCell } from "../../export/csv.ts";
import type { Cell, Row } from "../../export/table.ts";

/** An answer as rows, for CSV and NDJSON. */
export interface AnswerTable {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const toLine = (cells: readonly string[]) => `${cells.join(",")}\r\n`;

/** RFC 4180. An id stays what it is: it has no sign that a spreadsheet could compute with harm. */
export function toCsv({ columns, rows }: AnswerTable): string {
  const toCell = (cell: Cell, at: number) => (columns[at] === "nodeId" ? String(cell) : toCsvCell(cell));
  return [toLine(columns), ...rows.map((row) => toLine(row.map(toCell)))].join("");
}

/** One object a line. */
export const toNdjson = ({ columns, rows }: AnswerTable): string =>
  rows
    .map((row) => `${JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])))}\n`)
    .join("");
