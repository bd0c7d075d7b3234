import type { NodeId } from "@lastmeter/model/ids";
import type { Node, NodeHealth } from "@lastmeter/model/node";
import { toChannelLabels } from "../../lib/device.ts";
import { toAgeText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LiveText } from "../../ui/live.tsx";
import { Card } from "../../ui/parts.tsx";
import style from "./channel-groups.module.css";
import { ChannelRow } from "./channel-groups.tsx";
import { useNodeLive } from "./use-node.ts";

/** What the device is, and what it says about itself. */
export function DeviceInfo({ health, id, node }: { health: NodeHealth | null; id: NodeId; node: Node }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useNodeLive(id);
  const diagnostics = Object.values(node.channels).filter(({ kind, retired }) => kind === "diagnostic" && !retired);
  const labels = toChannelLabels(diagnostics, text);
  const facts = [
    [text("info.availability"), health && text(`availability.${health.availability}`)],
    [text("info.vendor"), node.vendor],
    [text("info.model"), node.model],
    [text("info.description"), node.description],
    [text("info.powerSource"), health?.powerSource ?? null],
    [text("info.firmware"), health?.firmware ?? null],
    [text("info.nativeName"), node.nativeName === node.name ? null : node.nativeName],
    [text("info.address"), node.address],
  ] as const;
  return (
    <Card>
      <h2>{text("node.info")}</h2>
      <dl className={style.channels}>
        {diagnostics.map((channel) => (
          <ChannelRow channel={channel} id={id} key={channel.key} label={labels.get(channel.key) ?? channel.label} />
        ))}
        <div className={style.channel}>
          <dt>{text("node.lastSeen")}</dt>
          <dd className={style.fact}>
            <LiveText
              read={(now) => {
                const at = live()?.at;
                return at === undefined ? text("node.noReading") : toAgeText(now - at, locale);
              }}
            />
          </dd>
        </div>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div className={style.channel} key={name}>
              <dt>{name}</dt>
              <dd className={style.fact}>{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
