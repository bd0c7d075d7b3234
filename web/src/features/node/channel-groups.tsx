import type { Channel, ChannelKind } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { fromSteps } from "@lastmeter/model/units";
import { hasValue, toChannelLabels, toValueFigure } from "../../lib/device.ts";
import { toAgeText } from "../../lib/format.ts";
import { locale as localeValue, type MessageId, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LiveFigure, LiveText } from "../../ui/live.tsx";
import { Card } from "../../ui/parts.tsx";
import style from "./channel-groups.module.css";
import { useNodeLive } from "./use-node.ts";

const groups: readonly { title: MessageId; kinds: readonly ChannelKind[] }[] = [
  { title: "node.measurements", kinds: ["measurement"] },
  { title: "node.states", kinds: ["state", "action"] },
  { title: "node.controls", kinds: ["control"] },
  { title: "node.settings", kinds: ["setting"] },
];

interface ChannelGroupsProps {
  readonly id: NodeId;
  readonly node: Node;
  /** All unless told. */
  readonly kinds?: readonly ChannelKind[] | undefined;
}

/** Every channel of the node with its newest value and that value's age, grouped by what it is for. */
export function ChannelGroups({ id, node, kinds: asked }: ChannelGroupsProps) {
  const text = useText();
  const channels = Object.values(node.channels)
    .filter(hasValue)
    .sort((a, b) => a.ix - b.ix);
  const labels = toChannelLabels(channels, text);
  return groups.map(({ title, kinds }) => {
    const shown = channels.filter(({ kind }) => kinds.includes(kind) && (asked?.includes(kind) ?? true));
    return shown.length === 0 ? null : (
      <Card key={title}>
        <h2>{text(title)}</h2>
        <dl className={style.channels}>
          {shown.map((channel) => (
            <ChannelRow channel={channel} id={id} key={channel.key} label={labels.get(channel.key) ?? channel.label} />
          ))}
        </dl>
      </Card>
    );
  });
}

interface ChannelRowProps {
  readonly id: NodeId;
  readonly channel: Channel;
  readonly label: string;
}

/** The value as stored, in the canonical unit: for programs that read the page. */
function toPlainValue({ type, quantity }: Channel, value: string | number | boolean): string {
  return String(typeof value === "number" && type === "numeric" ? fromSteps(quantity ?? "generic", value) : value);
}

export function ChannelRow({ id, channel, label }: ChannelRowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useNodeLive(id);
  const toNewest = () => live()?.values[channel.key] ?? null;
  return (
    <div className={style.channel}>
      <dt>{label}</dt>
      <dd>
        <LiveFigure
          className={style.value}
          data-channel={channel.key}
          data-testid="channel-value"
          read={() => {
            const newest = toNewest();
            if (newest === null) return null;
            const attributes = { "data-value": toPlainValue(channel, newest.value), "data-at": String(newest.at) };
            return { ...toValueFigure(channel, newest, locale, text), attributes };
          }}
        />
        <LiveText
          className={style.age}
          read={(now) => {
            const newest = toNewest();
            return newest === null ? text("node.noReading") : toAgeText(now - newest.at, locale);
          }}
        />
      </dd>
    </div>
  );
}
