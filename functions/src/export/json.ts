import type { ExportHead, Table } from "./table.ts";

/** One JSON document, a row a line. Its last field is `complete`: a file that was cut off does not parse. */
export async function* toJsonFile(head: ExportHead, tables: readonly Table[]): AsyncGenerator<string> {
  yield `{"format":"lastmeter-export","version":1,"head":${JSON.stringify(head)},\n"tables":{`;
  for (const [index, { name, columns, rows }] of tables.entries()) {
    yield `${index === 0 ? "" : ","}\n${JSON.stringify(name)}:[`;
    let separator = "\n";
    for await (const batch of rows) {
      let text = "";
      for (const row of batch) {
        text += `${separator}${JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])))}`;
        separator = ",\n";
      }
      yield text;
    }
    yield "]";
  }
  yield '},\n"complete":true}\n';
}
