import { channelKeySchema } from "@lastmeter/model/channel";
import { type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import { z } from "zod/mini";
import { type Period, periods } from "../../lib/period.ts";

/** What the history shows; all of it stands in the address, so that it can be shared and gone back to. */
export interface HistoryView {
  readonly period: Period;
  /** A local day in the period; null: today, also tomorrow. */
  readonly date: string | null;
  /** Null: the whole home. */
  readonly node: NodeId | null;
  readonly table: boolean;
  /** Every reading of a node's day, instead of quarter-hours. */
  readonly raw: boolean;
  /** Which channel's; null: the one that says most. */
  readonly channel: string | null;
}

const FIRST_DAY = "2000-01-01";

const dateSchema = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\d$/),
  z.refine((day) => {
    const at = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && day >= FIRST_DAY;
  }, "a day since 2000"),
);

const flagSchema = z.catch(
  z.pipe(
    z.literal("1"),
    z.transform(() => true),
  ),
  false,
);

/** Wrong values fall back one by one; a date ahead is today. */
const viewSchema = z.object({
  period: z.catch(z.enum(periods), "day"),
  date: z.catch(z.nullable(dateSchema), null),
  node: z.catch(z.nullable(nodeIdSchema), null),
  table: flagSchema,
  raw: flagSchema,
  channel: z.catch(z.nullable(channelKeySchema), null),
});

export function parseView(search: string, today: string): HistoryView {
  const params = new URLSearchParams(search);
  const get = (name: string) => params.get(name);
  const names = ["period", "date", "node", "table", "raw", "channel"] as const;
  const parsed = viewSchema.parse(Object.fromEntries(names.map((name) => [name, get(name)])));
  const raw = parsed.raw && parsed.period === "day" && parsed.node !== null;
  const view = { ...parsed, raw, channel: raw ? parsed.channel : null };
  return view.date !== null && view.date >= today ? { ...view, date: null } : view;
}

export function toViewUrl({ period, date, node, table, raw, channel }: HistoryView): string {
  const params = new URLSearchParams({ period });
  if (date !== null) params.set("date", date);
  if (node !== null) params.set("node", node);
  if (table) params.set("table", "1");
  if (raw && period === "day" && node !== null) {
    params.set("raw", "1");
    if (channel !== null) params.set("channel", channel);
  }
  return `/history?${params}`;
}
