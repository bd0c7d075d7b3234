import type { NodeId } from "@lastmeter/model/ids";
import { nodeIdSchema } from "@lastmeter/model/ids";
import { z } from "zod/mini";
import { type Period, periods } from "./period.ts";

/** What the history shows; all of it stands in the address, so that it can be shared and gone back to. */
export interface HistoryView {
  readonly period: Period;
  /** A local day in the period; null: today, also tomorrow. */
  readonly date: string | null;
  /** Null: the whole home. */
  readonly node: NodeId | null;
  readonly table: boolean;
}

const FIRST_DAY = "2000-01-01";

const dateSchema = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\d$/),
  z.refine((day) => {
    const at = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && day >= FIRST_DAY;
  }, "a day since 2000"),
);

/** Wrong values fall back one by one; a date ahead is today. */
const viewSchema = z.object({
  period: z.catch(z.enum(periods), "day"),
  date: z.catch(z.nullable(dateSchema), null),
  node: z.catch(z.nullable(nodeIdSchema), null),
  table: z.catch(
    z.pipe(
      z.literal("1"),
      z.transform(() => true),
    ),
    false,
  ),
});

export function parseView(search: string, today: string): HistoryView {
  const params = new URLSearchParams(search);
  const get = (name: string) => params.get(name);
  const view = viewSchema.parse({ period: get("period"), date: get("date"), node: get("node"), table: get("table") });
  return view.date !== null && view.date >= today ? { ...view, date: null } : view;
}

export function toViewUrl({ period, date, node, table }: HistoryView): string {
  const params = new URLSearchParams({ period });
  if (date !== null) params.set("date", date);
  if (node !== null) params.set("node", node);
  if (table) params.set("table", "1");
  return `/history?${params}`;
}
