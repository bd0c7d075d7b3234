import type { AccessLogEntry } from "@lastmeter/model/access-log";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { toMomentText } from "../../lib/dates.ts";
import { toTermsWords } from "../../lib/terms.ts";
import type { Text } from "../../lib/text.ts";

/** What the words of an entry need to know. */
export interface LogWords {
  readonly text: Text;
  readonly locale: string;
  readonly timeZone: string;
  readonly uid: string;
  readonly nodes: readonly (readonly [NodeId, Node])[];
}

/** Nodes named in a sentence; more are counted. */
const NAMED_MAX = 3;

export function toWho(entry: AccessLogEntry, { text, uid }: LogWords): string {
  if (entry.who === uid) return text("log.you");
  if (entry.who === "lastmeter") return text("log.lastmeter");
  return entry.whoLabel || text("log.somebody");
}

function toNodeIds(entry: AccessLogEntry): readonly string[] {
  return entry.nodeIds ?? (entry.act === "repair" ? [entry.nodeId] : []);
}

/** `Kitchen plug and Lamp`, `12 devices`, `the home`. */
function toWhat(entry: AccessLogEntry, { text, locale, nodes }: LogWords): string {
  const ids = toNodeIds(entry);
  if (ids.length === 0) return text("log.home");
  if (ids.length > NAMED_MAX) return text("sharing.devices", { count: ids.length });
  const names = ids.map((id) => nodes.find(([nodeId]) => nodeId === id)?.[1].name ?? id.slice(0, 6));
  return new Intl.ListFormat(locale).format(names);
}

function toLabel(entry: AccessLogEntry, { text, uid }: LogWords): string {
  if (!("label" in entry)) return "";
  return entry.principalId === uid ? text("log.you") : entry.label || text("log.somebody");
}

/** What was done, without who: `invited anna@example.org to Lamp: Hourly · until 22 Dec 2026`. */
export function toDeed(entry: AccessLogEntry, words: LogWords): string {
  const { text, locale, timeZone, nodes } = words;
  const [what, label] = [toWhat(entry, words), toLabel(entry, words)];
  switch (entry.act) {
    case "invite":
    case "grant":
    case "change": {
      const ids = toNodeIds(entry);
      const channels = nodes.flatMap(([id, node]) => (ids.includes(id) ? Object.values(node.channels) : []));
      const terms = toTermsWords(entry.terms, channels, entry.at, { text, locale, timeZone });
      // A person's grant begins by their own tap, a program's by the owner's.
      const accepted = entry.act === "grant" && entry.principalId === entry.who;
      return text(accepted ? "log.accept" : `log.${entry.act}`, { label, what, terms });
    }
    case "read": {
      const [from, to] = [entry.from, entry.to].map((at) => toMomentText(at, locale, timeZone));
      const read = text("log.read", {
        what,
        resolution: text(`resolution.${entry.resolution}`),
        from: from ?? "",
        to: to ?? "",
      });
      return entry.purpose === "" ? read : `${read} (${entry.purpose})`;
    }
    case "export":
      return text("log.export", { format: entry.format.toUpperCase() });
    case "repair":
      return text("log.repair", { what, action: entry.repair.action });
    case "open":
      return text("log.open", { what });
    case "settings":
    case "key":
    case "command":
    case "configuration":
    case "erase":
    case "alarm":
      return text(`log.${entry.act}`, { what, detail: [entry.what, entry.value].filter(Boolean).join(" ") });
    default:
      return text(`log.${entry.act}`, { label, what });
  }
}

/** RFC 4180, quoted throughout; a leading = + - @ is made harmless for spreadsheets. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => `"${cell.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  return rows.map((row) => `${row.map(quote).join(",")}\r\n`).join("");
}

/** Times in UTC and acts by their own names, so that a program can read it; the last column is for people. */
export function toCsvRow(entry: AccessLogEntry, words: LogWords): string[] {
  return [
    new Date(entry.at).toISOString(),
    entry.whoLabel ?? entry.who,
    entry.act,
    toNodeIds(entry).join(" "),
    "label" in entry ? entry.label : "",
    `${toWho(entry, words)}: ${toDeed(entry, words)}`,
  ];
}
