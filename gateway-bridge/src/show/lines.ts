import type { Newest } from "@lastmeter/model/link/messages";
import type { Shown } from "./display.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Older than this, and it is said that the dispatcher did not answer. */
const FRESH_MS = 20 * SECOND_MS;

/** One line for each node and value, as wide as the longest. */
export function toLines({ newest, ageMs }: Shown): string[] {
  if (newest === null) return ["The dispatcher has not answered yet: lastmeter-bridge doctor says why."];
  const head =
    ageMs > FRESH_MS
      ? [`The dispatcher does not answer; this came ${toAge(ageMs)} ago. See lastmeter-bridge doctor.`]
      : [];
  if (newest.nodes.length === 0) return [...head, "No device has reported yet."];
  const rows = newest.nodes.flatMap((node) => node.values.map((value) => [value.label, toText(value)] as const));
  const widths = [0, 1].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const [labelWidth = 0, valueWidth = 0] = widths;
  const lines = newest.nodes.flatMap(({ name, room, values }) => [
    toPlain(room === null ? name : `${room} · ${name}`),
    ...values.map((value) => {
      const age = toAge(Math.max(0, newest.at - value.at + ageMs));
      return `  ${toPlain(value.label).padEnd(labelWidth)}  ${toText(value).padStart(valueWidth)}  ${age}`;
    }),
  ]);
  return [...head, ...lines];
}

function toText({ value, decimals, unit }: Newest["nodes"][number]["values"][number]): string {
  if (typeof value !== "number") return toPlain(String(value));
  const text = decimals === undefined ? String(value) : (value / 10 ** decimals).toFixed(decimals);
  return unit === undefined || unit === "1" ? text : `${text} ${toPlain(unit)}`;
}

/** Names come from devices and people: no control character of theirs reaches a terminal. */
function toPlain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "?");
}

function toAge(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  return ms < DAY_MS ? `${Math.floor(ms / HOUR_MS)} h` : `${Math.floor(ms / DAY_MS)} d`;
}
