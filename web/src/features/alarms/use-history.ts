import type { Alarm } from "@lastmeter/model/alarm";
import type { NetworkId } from "@lastmeter/model/ids";
import { useCallback, useEffect, useState } from "react";
import { readAlarmsPage } from "../../data/alarms.ts";

interface History {
  readonly phase: "loading" | "ready" | "failed";
  readonly alarms: readonly (readonly [string, Alarm])[];
  /** Where the next page begins; null: there is no more. */
  readonly before: number | null;
}

/** The alarms of a home page by page, newest first. */
export function useHistory(networkId: NetworkId): History & { more(): Promise<void> } {
  const [state, setState] = useState<History>({ phase: "loading", alarms: [], before: null });
  const read = useCallback(
    async (known: History | null) => {
      try {
        const page = await readAlarmsPage(networkId, known?.before ?? null);
        setState({ phase: "ready", alarms: [...(known?.alarms ?? []), ...page.alarms], before: page.before });
      } catch {
        setState({ phase: "failed", alarms: known?.alarms ?? [], before: known?.before ?? null });
      }
    },
    [networkId],
  );
  useEffect(() => void read(null), [read]);
  return { ...state, more: () => read(state) };
}
