import { type AlarmWords, toAlarmWords } from "@lastmeter/model/alarm-words/alarm-words";
import type { Notice } from "@lastmeter/model/notice";
import { locale as localeValue } from "../lib/text.ts";
import { useWatched } from "../lib/value.ts";
import { useHomes } from "./home-data.ts";

/** Words for notices, by the names that this person's homes and devices have now. */
export function useWords(): (notice: Notice) => AlarmWords & { readonly timeZone: string } {
  const locale = useWatched(localeValue);
  const { networks, nodes, network } = useHomes();
  return (notice) => {
    const home = notice.networkId === null ? undefined : networks.value?.get(notice.networkId);
    const nodeName = (notice.nodeId && nodes.value?.get(notice.nodeId)?.name) ?? null;
    const timeZone = (home ?? network)?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { ...toAlarmWords(notice, { locale, timeZone, nodeName, homeName: home?.name ?? "Lastmeter" }), timeZone };
  };
}
