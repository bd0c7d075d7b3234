import { linkLimits } from "@lastmeter/model/link/messages";
import { instantSchema } from "@lastmeter/model/time";
import { z } from "zod";

/** One message of a recording, with its own time. */
export interface RecordedMessage {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Relative to the base topic. */
  readonly topic: string;
  readonly payload: Buffer;
}

/** Why a line is left out, for the person who made the recording. */
export interface LineFault {
  readonly field: string;
  readonly expected: string;
}

const MAX_TOPIC_LENGTH = 512;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(?:(Z)|([+-]\d{2}):?(\d{2})?)$/i;

const timeSchema = z
  .union([z.number(), z.string()])
  .transform((t) => (typeof t === "number" ? t : parseIso(t)))
  .pipe(z.number().transform(Math.round).pipe(instantSchema));

const lineSchema = z.object({
  t: z.custom().pipe(timeSchema),
  topic: z
    .string()
    .min(1)
    .refine((topic) => !/[+#\0]/.test(topic)),
  payload: z.string(),
});

const expectations: Readonly<Record<string, string>> = {
  t: "milliseconds since 1970, or a time such as 2026-11-22T07:58:29.250Z or …+0100, between 2000 and 2100",
  topic: `an MQTT topic without + and #, at most ${MAX_TOPIC_LENGTH} characters below the base topic`,
  payload: `text of at most ${linkLimits.networkMessageBytes} bytes`,
};

/** One line `{"t": …, "topic": …, "payload": …}`; further fields are left alone. Null for a blank line. */
export function parseRecordedMessage(line: string, baseTopic: string): RecordedMessage | LineFault | null {
  if (line.trim() === "") return null;
  const json = parseJson(line);
  if (json === undefined) return { field: "line", expected: 'a JSON object {"t", "topic", "payload"}' };
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? "line");
    return toFault(field);
  }
  const { t, topic, payload } = parsed.data;
  const prefix = `${baseTopic}/`;
  const relative = topic.startsWith(prefix) ? topic.slice(prefix.length) : topic;
  const bytes = Buffer.from(payload);
  if (relative === "" || relative.length > MAX_TOPIC_LENGTH) return toFault("topic");
  if (bytes.length > linkLimits.networkMessageBytes) return toFault("payload");
  return { at: t, topic: relative, payload: bytes };
}

export function isLineFault(line: RecordedMessage | LineFault): line is LineFault {
  return "field" in line;
}

function toFault(field: string): LineFault {
  return { field, expected: expectations[field] ?? 'a JSON object {"t", "topic", "payload"}' };
}

/** ISO 8601 with a zone: without one nobody knows which instant is meant. NaN where it is none. */
function parseIso(text: string): number {
  const [, day, time, , hours, minutes = "00"] = ISO.exec(text.trim()) ?? [];
  return day === undefined
    ? Number.NaN
    : Date.parse(`${day}T${time}${hours === undefined ? "Z" : `${hours}:${minutes}`}`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
