import { fromBase64Url, toBase64Url } from "@lastmeter/model/ids";
import { type Bytes, concatBytes, fromUtf8, toUtf8 } from "@lastmeter/model/link/bytes";
import { isMadeByUs, toIdMac } from "../../link/server-ids.ts";
import { AppError } from "../../platform/app-error.ts";

const MAC_BYTES = 8;

/** Where an answer goes on. Bound to the client and to everything else that was asked, so that it fits no other question. */
export interface CursorKey {
  readonly pepper: Bytes;
  readonly clientId: string;
  /** All other parameters. */
  readonly question: string;
}

const toPurpose = ({ clientId, question }: CursorKey) => `cursor|${clientId}|${question}`;

export async function toCursor(key: CursorKey, position: string): Promise<string> {
  const body = toUtf8(position);
  return toBase64Url(concatBytes(body, await toIdMac(key.pepper, toPurpose(key), body)));
}

/** @throws AppError bad_request: made up, or for another question. */
export async function openCursor(key: CursorKey, cursor: string): Promise<string> {
  const refuse = () =>
    new AppError("bad_request", "cursor", null, [
      { path: "cursor", expected: "`next` of the answer before, with the same parameters" },
    ]);
  if (!(await isMadeByUs(key.pepper, toPurpose(key), cursor).catch(() => false))) throw refuse();
  const position = fromUtf8(fromBase64Url(cursor).slice(0, -MAC_BYTES));
  if (position === null) throw refuse();
  return position;
}
