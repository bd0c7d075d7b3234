/** A cell: an object becomes JSON. Times are texts (`iso-time.ts`). */
export type Cell = string | number | boolean | null | object;
export type Row = readonly Cell[];

/** What both formats are written from. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Asked for once, a few thousand rows at a time. */
  readonly rows: AsyncIterable<readonly Row[]>;
}

/** What the file says of itself. */
export interface ExportHead {
  readonly networkId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly exportedAt: string;
}
