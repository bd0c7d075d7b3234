import type { NetworkId } from "@lastmeter/model/ids";
import { useCallback, useEffect, useRef, useState } from "react";
import { type AccessLogPage, readLogPage } from "../../data/access-log.ts";
import type { AccessLogFilter } from "../../data/sharing-queries.ts";

export interface AccessLog extends AccessLogPage {
  readonly phase: "loading" | "ready" | "failed";
  /** Reads the next page, older entries. */
  more(): Promise<void>;
}

const nothing: AccessLogPage = { entries: [], unreadable: 0, before: null };

/** The log page by page; from its newest entry whenever home or filter change. */
export function useAccessLog(networkId: NetworkId, { nodeId, who }: AccessLogFilter): AccessLog {
  const [state, setState] = useState<AccessLogPage & { phase: AccessLog["phase"] }>({ ...nothing, phase: "loading" });
  const turn = useRef(0);
  const read = useCallback(
    async (before: AccessLogPage | null) => {
      turn.current += 1;
      const own = turn.current;
      setState({ ...(before ?? nothing), phase: "loading" });
      try {
        const page = await readLogPage(networkId, { nodeId, who }, before?.before ?? null);
        if (own !== turn.current) return;
        const entries = [...(before?.entries ?? []), ...page.entries];
        const unreadable = (before?.unreadable ?? 0) + page.unreadable;
        setState({ entries, unreadable, before: page.before, phase: "ready" });
      } catch {
        if (own === turn.current) setState({ ...(before ?? nothing), phase: "failed" });
      }
    },
    [networkId, nodeId, who],
  );
  useEffect(() => void read(null), [read]);
  return { ...state, more: () => read(state) };
}
