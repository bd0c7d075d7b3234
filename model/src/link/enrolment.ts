import { z } from "zod/mini";
import { fromBase64Url, networkIdSchema, toBase64Url } from "../ids.ts";
import { fromUtf8, toUtf8 } from "./bytes.ts";
import { type KeyTextFault, type LinkKey, parseKeyText, toChecksum, toKeyText } from "./key.ts";

/** All that a bridge needs to find its dispatcher and to prove itself: the one thing that a person pastes. */
export interface Enrolment {
  readonly network: z.infer<typeof networkIdSchema>;
  readonly key: LinkKey;
  /** Base URL, http or https, without a slash at its end. */
  readonly dispatcher: string;
}

/** The fields of `Enrolment` in the configuration file; further settings may stand beside them. */
const fileSchema = z.object({
  network: networkIdSchema,
  key: z.string().check(z.maxLength(128)),
  dispatcher: z.url({ protocol: /^https?$/ }).check(z.maxLength(512)),
});

/** `lmgk1_<network>_<kid>_<key>_<dispatcher in base64url>_<crc32>`: one line without blanks, for QR, paste and command line. */
const linePattern = /^lmgk1_([A-Za-z0-9_-]{32})_([0-9a-f]{16}_[A-Za-z0-9_-]{43})_([A-Za-z0-9_-]{8,683})_([0-9a-f]{8})$/;
const MAX_LENGTH = 8192;

export function toEnrolmentText({ network, key, dispatcher }: Enrolment): string {
  const secret = toKeyText(key).slice("lmk1_".length, -"_00000000".length);
  const body = `lmgk1_${network}_${secret}_${toBase64Url(toUtf8(dispatcher))}`;
  return `${body}_${toChecksum(body)}`;
}

/**
 * What a person pasted: the line, or the whole configuration file. White space and line breaks that a terminal or a mail put into the
 * line do not matter. @returns `key`: it is a key alone, which says neither network nor dispatcher.
 */
export function parseEnrolment(text: string): Enrolment | KeyTextFault | "key" {
  if (text.length > MAX_LENGTH) return "format";
  if (text.trim().startsWith("{")) return parseFile(text);
  const line = text.replaceAll(/\s+/g, "");
  if (typeof parseKeyText(line) !== "string") return "key";
  const [, network, secret, dispatcher, checksum] = linePattern.exec(line) ?? [];
  if (network === undefined || secret === undefined || dispatcher === undefined) return "format";
  if (toChecksum(line.slice(0, -9)) !== checksum) return "checksum";
  const url = toText(dispatcher);
  const body = `lmk1_${secret}`;
  return url === null ? "format" : toEnrolment({ network, key: `${body}_${toChecksum(body)}`, dispatcher: url });
}

function parseFile(text: string): Enrolment | KeyTextFault {
  try {
    return toEnrolment(JSON.parse(text));
  } catch {
    return "format";
  }
}

function toEnrolment(fields: unknown): Enrolment | KeyTextFault {
  const file = fileSchema.safeParse(fields);
  if (!file.success) return "format";
  const key = parseKeyText(file.data.key);
  if (typeof key === "string") return key;
  return { network: file.data.network, key, dispatcher: file.data.dispatcher.replace(/\/+$/, "") };
}

function toText(encoded: string): string | null {
  try {
    return fromUtf8(fromBase64Url(encoded));
  } catch {
    return null;
  }
}
