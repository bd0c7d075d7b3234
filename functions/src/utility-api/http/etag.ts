import { toBase64Url } from "@lastmeter/model/ids";
import { sha256, toUtf8 } from "@lastmeter/model/link/bytes";

/** Whether an `If-None-Match` header names it (RFC 9110, 13.1.2: weakly). */
export function isKnown(etag: string, ifNoneMatch: string | null | undefined): boolean {
  const known = (ifNoneMatch ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  return known.includes(etag) || known.includes("*");
}

/** Of the very bytes. */
export async function toEtag(text: string): Promise<string> {
  return `"${toBase64Url(await sha256(toUtf8(text))).slice(0, 22)}"`;
}
