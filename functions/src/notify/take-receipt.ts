import { type Bytes, fromUtf8, toUtf8 } from "@lastmeter/model/link/bytes";
import { receiptRequestSchema } from "@lastmeter/model/notice-settings";
import type { AlarmsStore } from "../alarms/alarms.store.ts";
import { AppError } from "../platform/app-error.ts";
import { parseRequest } from "../platform/parse-request.ts";
import type { NoticesStore } from "./notices.store.ts";
import { isOurReceipt } from "./receipt.ts";

export interface ReceiptContext {
  readonly store: NoticesStore;
  readonly alarms: AlarmsStore;
  readonly secret: Bytes;
  readonly now: number;
}

/** Forged, expired and unknown are told the same. @returns what is unread yet, as JSON, where something was acknowledged. @throws AppError */
export async function handleReceipt(context: ReceiptContext, body: Uint8Array): Promise<Uint8Array> {
  const { store, alarms, secret, now } = context;
  const { act, ...receipt } = parseRequest(receiptRequestSchema, parseJson(body));
  if (!(await isOurReceipt(secret, receipt, now))) throw new AppError("auth_failed", "receipt");
  const { uid, noticeId } = receipt;
  const notice = await store.markShown(uid, noticeId, now);
  if (notice === null) throw new AppError("auth_failed", "no such notice");
  if (act === "shown") return new Uint8Array();
  if (notice.networkId !== null && notice.alarmId !== null) {
    await alarms.acknowledge(notice.networkId, notice.alarmId, { uid, label: "" }, now);
  }
  return toUtf8(JSON.stringify({ unread: await store.countUnread(uid) }));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body) ?? "");
  } catch {
    return null;
  }
}
