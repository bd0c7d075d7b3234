import type { AnswerTable } from "./http/table.ts";

/** What an operation answers. */
export interface Reply {
  readonly status: 200 | 201 | 202;
  readonly body: object;
  /** The same as rows, where that is offered. */
  readonly table?: () => AnswerTable;
  /** Values that leave, for the client's account. */
  readonly rows: number;
  readonly headers?: Readonly<Record<string, string>>;
}
