import type { AnswerTable } from "./http/table.ts";

/** What an operation answers. */
export interface Reply {
  readonly status: 200 | 201 | 202;
  readonly body: object;
  /** The same as rows, where that is offered. */
  readonly table?: () => AnswerTable;
  /** Where it goes on, as in the body: rows have no place for it. */
  readonly next?: string | null;
  /** Values that leave, for the client's account. */
  readonly rows: number;
  readonly headers?: Readonly<Record<string, string>>;
}
