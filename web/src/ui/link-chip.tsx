import type { LinkState } from "../lib/link-state.ts";
import { useText } from "../lib/text.ts";
import { Icon, type IconName } from "./icon.tsx";
import style from "./link-chip.module.css";

export const linkIcons: Record<LinkState, IconName | null> = {
  live: null,
  connecting: null,
  phoneOffline: "phone",
  gatewayOffline: "gateway",
  protocolOffline: "sensor",
  waiting: "gateway",
  paused: "pause",
  silent: "info",
  unheard: "info",
};

/** How the figures reach this phone, in a word. */
export function LinkChip({ state }: { state: LinkState }) {
  const text = useText();
  const icon = linkIcons[state];
  return (
    <span className={style.chip} data-state={state} data-testid="link-state">
      {icon ? <Icon name={icon} size={16} /> : <span className={style.dot} />}
      {text(`link.${state}`)}
    </span>
  );
}
