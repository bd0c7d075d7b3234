import { type AccessLogEntry, accessLogEntrySchema } from "@lastmeter/model/access-log";
import type { NetworkId } from "@lastmeter/model/ids";
import { loadFirestore } from "./client.ts";
import { parseBy } from "./query.ts";
import { type AccessLogFilter, LOG_PAGE, toLogSpec } from "./sharing-queries.ts";

/** `fields` of an entry this version cannot read are not lost: they are counted. */
export interface AccessLogPage {
  readonly entries: readonly (readonly [string, AccessLogEntry])[];
  readonly unreadable: number;
  /** Where the next page begins; null: there is no more. */
  readonly before: number | null;
}

const parseEntry = parseBy(accessLogEntrySchema);

/** One page, newest first. */
export async function readLogPage(
  networkId: NetworkId,
  filter: AccessLogFilter,
  before: number | null,
): Promise<AccessLogPage> {
  const found = await (await loadFirestore()).readPage(toLogSpec(networkId, filter, before));
  const entries = found.flatMap(({ id, fields }) => {
    const entry = parseEntry(fields);
    return entry ? [[id, entry] as const] : [];
  });
  const last = found.at(-1)?.fields;
  const at = typeof last === "object" && last !== null && "at" in last ? last.at : null;
  const next = found.length === LOG_PAGE && typeof at === "number" ? at : null;
  return { entries, unreadable: found.length - entries.length, before: next };
}
