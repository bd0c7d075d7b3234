import type { Network } from "@lastmeter/model/network";
import { toAgeText, toClockText } from "../../lib/format.ts";
import type { LinkState } from "../../lib/link-state.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { linkIcons } from "../../ui/link-chip.tsx";
import { Notice } from "../../ui/parts.tsx";

const DAY_MS = 86_400_000;

/** Why the figures stand still, and what to do about it. */
export function HomeNotice({ network, state }: { network: Network; state: LinkState }) {
  const text = useText();
  const locale = useWatched(localeValue);
  if (state === "live" || state === "connecting" || state === "unheard") return null;
  const { since } = network.link;
  const ageMs = Date.now() - since;
  const time = ageMs < DAY_MS ? toClockText(since, locale, network.timeZone) : toAgeText(ageMs, locale);
  return (
    <Notice icon={linkIcons[state] ?? "info"} tone={state === "paused" ? "calm" : "warn"}>
      {text(`notice.${state}`, { time })}
    </Notice>
  );
}
