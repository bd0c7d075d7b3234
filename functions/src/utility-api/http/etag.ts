import { toBase64Url } from "@lastmeter/model/ids";
import { sha256, toUtf8 } from "@lastmeter/model/link/bytes";

/** Of the very bytes. */
export async function toEtag(text: string): Promise<string> {
  return `"${toBase64Url(await sha256(toUtf8(text))).slice(0, 22)}"`;
}
