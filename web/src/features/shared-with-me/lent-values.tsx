import { useLentLive } from "../../data/grants.ts";
import { hasValue, toChannelLabels, toValueFigure } from "../../lib/device.ts";
import { toAgeText } from "../../lib/format.ts";
import type { Lent } from "../../lib/lent.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LiveFigure, LiveText } from "../../ui/live.tsx";
import style from "./lent-node.module.css";

/** Every granted channel with its newest value and that value's age. */
export function LentValues({ lent }: { lent: Lent }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useLentLive(lent);
  const channels = Object.values(lent.node.channels)
    .filter((channel) => hasValue(channel) && channel.kind !== "setting" && channel.kind !== "diagnostic")
    .sort((a, b) => a.ix - b.ix);
  const labels = toChannelLabels(channels, text);
  if (channels.length === 0) return null;
  return (
    <div>
      <p className={style.label}>{text("lent.values")}</p>
      <dl className={style.values}>
        {channels.map((channel) => {
          const toNewest = () => live?.()?.values[channel.key] ?? null;
          return (
            <div key={channel.key}>
              <dt>{labels.get(channel.key) ?? channel.label}</dt>
              <dd>
                <LiveFigure
                  data-channel={channel.key}
                  read={() => {
                    const newest = toNewest();
                    return newest && toValueFigure(channel, newest, locale, text);
                  }}
                />
                <LiveText
                  className={style.age}
                  read={(now) => {
                    const newest = toNewest();
                    return newest ? toAgeText(now - newest.at, locale) : "";
                  }}
                />
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
