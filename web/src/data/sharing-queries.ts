import { type Grant, grantSchema } from "@lastmeter/model/grant";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type PageSpec, parseBy, type Query } from "./query.ts";

/** The queries of sharing, beside those of `queries`. */
export const sharingQueries = {
  /** What others lent to this person, by document path. */
  grants: (uid: string): Query<Grant> => ({
    path: "grants",
    group: true,
    where: { field: "principalId", op: "==", value: uid },
    parse: parseBy(grantSchema),
  }),
};

export interface AccessLogFilter {
  readonly nodeId: string | null;
  /** Who did or read. */
  readonly who: string | null;
}

export const LOG_PAGE = 50;

/** A page of a home's access log. */
export function toLogSpec(networkId: NetworkId, { nodeId, who }: AccessLogFilter, before: number | null): PageSpec {
  const where: PageSpec["where"][number][] = [];
  if (nodeId !== null) where.push({ field: "nodeIds", op: "array-contains", value: nodeId });
  if (who !== null) where.push({ field: "who", op: "==", value: who });
  return { path: paths.accessLogs(networkId), where, newest: "at", size: LOG_PAGE, before };
}
