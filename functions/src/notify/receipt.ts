import { toBase64Url } from "@lastmeter/model/ids";
import { type Bytes, equalBytes, toUtf8 } from "@lastmeter/model/link/bytes";
import { importMacKey, toMac } from "@lastmeter/model/link/kdf";
import type { ReceiptRequest } from "@lastmeter/model/notice-settings";

/** A notification may lie on a phone for days before it is dealt with. */
const RECEIPT_MS = 7 * 86_400_000;

export type Receipt = Omit<ReceiptRequest, "act">;

async function toReceiptMac(secret: Bytes, uid: string, noticeId: string, until: number): Promise<string> {
  const text = ["receipt", uid, noticeId, until].join("\n");
  return toBase64Url(await toMac(await importMacKey(secret), toUtf8(text)));
}

/** What a service worker, which cannot sign in, may say of one notice: that it was shown, and that its person saw it. */
export async function toReceipt(secret: Bytes, uid: string, noticeId: string, now: number): Promise<Receipt> {
  const until = now + RECEIPT_MS;
  return { uid, noticeId, until, mac: await toReceiptMac(secret, uid, noticeId, until) };
}

export async function isOurReceipt(secret: Bytes, receipt: Receipt, now: number): Promise<boolean> {
  const { uid, noticeId, until, mac } = receipt;
  const expected = await toReceiptMac(secret, uid, noticeId, until);
  return equalBytes(toUtf8(mac), toUtf8(expected)) && now <= until;
}
