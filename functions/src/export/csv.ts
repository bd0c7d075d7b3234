import type { Cell, ExportHead, Table } from "./table.ts";

/** A spreadsheet takes such a text for a formula (OWASP, CSV injection). */
const FORMULA = /^['=+\-@\t\r\n＝＋－＠]/;
/** A spreadsheet shows 1,048,576 rows, and a file of an archive is less than 4 GiB. */
const ROWS_MAX = 1_000_000;
const CHARS_MAX = 500_000_000;
/** Spreadsheets take a file for UTF-8 only if it begins so. */
const MARK = "\ufeff";

/** RFC 4180. A text that a spreadsheet would compute gets an apostrophe in front; so does one that begins with an apostrophe. */
export function toCsvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number" || typeof cell === "boolean") return String(cell);
  const text = typeof cell === "string" ? cell : JSON.stringify(cell);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const toCsvLine = (cells: readonly Cell[]): string => `${cells.map(toCsvCell).join(",")}\r\n`;

interface CsvFile {
  readonly name: string;
  readonly content: AsyncIterable<string>;
}

/** One file a table, or several where it is long: `readings.csv`, `readings-2.csv`, … Each is to be read before the next. */
export async function* toCsvFiles(head: ExportHead, tables: readonly Table[]): AsyncGenerator<CsvFile> {
  yield { name: "README.txt", content: toReadme(head, tables) };
  for (const { name, columns, rows } of tables) {
    const iterator = rows[Symbol.asyncIterator]();
    let batch = await iterator.next();
    for (let part = 1; part === 1 || !batch.done; part++) {
      const content = async function* () {
        yield `${MARK}${toCsvLine(columns)}`;
        for (let [count, chars] = [0, 0]; !batch.done && count < ROWS_MAX && chars < CHARS_MAX; ) {
          const text = batch.value.map(toCsvLine).join("");
          count += batch.value.length;
          chars += text.length;
          yield text;
          batch = await iterator.next();
        }
      };
      yield { name: part === 1 ? `${name}.csv` : `${name}-${part}.csv`, content: content() };
    }
  }
}

async function* toReadme({ name, networkId, timeZone, exportedAt }: ExportHead, tables: readonly Table[]) {
  yield `Lastmeter: everything stored of the network "${name}" (${networkId}), ${exportedAt}, times of ${timeZone}.

One table a file, UTF-8, commas, decimal points, CRLF (RFC 4180); a table beyond a million rows goes on in -2, -3, ...
A text that begins with ' had a sign there which a spreadsheet would have computed: take one ' away to get it back.
A stretch of which nothing is known is a row of its own in the slots, with quality "missing".

${tables.map((table) => `${table.name}: ${table.columns.join(", ")}`).join("\n")}
`;
}
