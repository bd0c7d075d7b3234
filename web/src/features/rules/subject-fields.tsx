import type { Channel } from "@lastmeter/model/channel";
import type { Subject } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { hasValue, toChannelLabels } from "../../lib/device.ts";
import { useText } from "../../lib/text.ts";
import { SelectField } from "./fields.tsx";
import { type RuleWords, toStateText } from "./rule-words.ts";

export interface OfHome {
  readonly nodes: readonly (readonly [NodeId, Node])[];
  readonly words: RuleWords;
}

export type ChannelTest = (channel: Channel) => boolean;
const isNumeric: ChannelTest = (channel) => hasValue(channel) && channel.type === "numeric" && !channel.register;
export const isStateful: ChannelTest = (channel) =>
  hasValue(channel) && (channel.type === "binary" || channel.type === "enum") && channel.kind !== "action";
export const isEventful: ChannelTest = (channel) => isStateful(channel) || channel.kind === "action";
export const isCommandable: ChannelTest = (channel) =>
  hasValue(channel) && channel.settable && channel.kind === "control" && channel.type !== "text";

const channelsOf = (node: Node | undefined, test: ChannelTest) =>
  Object.values(node?.channels ?? {})
    .filter(test)
    .sort((a, b) => a.ix - b.ix);

/** The first device with such a channel, and that channel. */
export function findFirst(
  { nodes }: OfHome,
  test: ChannelTest,
  isFree: (nodeId: NodeId, key: string) => boolean = () => true,
): { nodeId: NodeId; channel: string } | null {
  for (const [nodeId, node] of nodes) {
    const channel = channelsOf(node, test).find(({ key }) => isFree(nodeId, key));
    if (channel) return { nodeId, channel: channel.key };
  }
  return null;
}

interface ChannelFieldsProps {
  readonly of: OfHome;
  readonly test: ChannelTest;
  readonly value: { readonly nodeId: NodeId; readonly channel: string };
  readonly onChange: (value: { nodeId: NodeId; channel: string }) => void;
}

/** A device, and what of it. */
export function ChannelFields({ of, test, value, onChange }: ChannelFieldsProps) {
  const text = useText();
  const { nodes } = of;
  const fitting = nodes.filter(([, node]) => channelsOf(node, test).length > 0);
  const node = nodes.find(([id]) => id === value.nodeId)?.[1];
  const channels = channelsOf(node, test);
  const labels = toChannelLabels(Object.values(node?.channels ?? {}), text);
  return (
    <>
      <SelectField
        label={text("rule.device")}
        onChange={(id) => {
          const [nodeId, next] = fitting.find(([each]) => each === id) ?? [];
          const [first] = channelsOf(next, test);
          if (nodeId && first) onChange({ nodeId, channel: first.key });
        }}
        options={fitting.map(([id, { name }]) => ({ value: id as string, label: name }))}
        value={value.nodeId}
      />
      {channels.length > 1 && (
        <SelectField
          label={text("rule.channel")}
          onChange={(channel) => onChange({ nodeId: value.nodeId, channel })}
          options={channels.map(({ key, label }) => ({ value: key, label: labels.get(key) ?? label }))}
          value={value.channel}
        />
      )}
    </>
  );
}

/** Values of a binary or an enum, as choices. */
export function StateField({
  of,
  value,
  nodeId,
  channel: key,
  label,
  any,
  onChange,
}: {
  readonly of: OfHome;
  readonly label: string;
  readonly nodeId: NodeId;
  readonly channel: string;
  readonly value: string | number | boolean | null;
  /** The label of "whatever"; absent: a value must be chosen. */
  readonly any?: string;
  readonly onChange: (value: string | number | boolean | null) => void;
}) {
  const channel = of.nodes.find(([id]) => id === nodeId)?.[1].channels[key];
  const values = channel?.type === "binary" ? [true, false] : (channel?.values ?? []);
  const options = values.map((each) => ({
    value: JSON.stringify(each),
    label: toStateText(of.words, nodeId, key, each),
  }));
  return (
    <SelectField
      label={label}
      onChange={(chosen) =>
        onChange(chosen === "null" ? null : (values.find((each) => JSON.stringify(each) === chosen) ?? null))
      }
      options={any === undefined ? options : [{ value: "null", label: any }, ...options]}
      value={JSON.stringify(value)}
    />
  );
}

/** The whole home, a device's power, or one of a device's figures. */
export function SubjectFields({
  of,
  value,
  onChange,
}: {
  readonly of: OfHome;
  readonly value: Subject;
  readonly onChange: (subject: Subject) => void;
}) {
  const text = useText();
  const powered = of.nodes.filter(([, node]) => node.total.power.length > 0);
  const kinds = (["home", "node", "channel"] as const).filter(
    (kind) => kind === "home" || (kind === "node" ? powered.length > 0 : findFirst(of, isNumeric) !== null),
  );
  const choose = (kind: Subject["of"]) => {
    if (kind === "home") return onChange({ of: "home" });
    if (kind === "node") {
      const kept = "nodeId" in value && powered.some(([id]) => id === value.nodeId) ? value.nodeId : powered[0]?.[0];
      if (kept) onChange({ of: "node", nodeId: kept });
      return;
    }
    const first = findFirst(of, isNumeric);
    if (first) onChange({ of: "channel", ...first });
  };
  return (
    <>
      <SelectField
        label={text("rule.of")}
        onChange={choose}
        options={kinds.map((kind) => ({ value: kind, label: text(`rule.of.${kind}`) }))}
        value={value.of}
      />
      {value.of === "node" && (
        <SelectField
          label={text("rule.device")}
          onChange={(id) => {
            const found = powered.find(([each]) => each === id);
            if (found) onChange({ of: "node", nodeId: found[0] });
          }}
          options={powered.map(([id, { name }]) => ({ value: id as string, label: name }))}
          value={value.nodeId}
        />
      )}
      {value.of === "channel" && (
        <ChannelFields
          of={of}
          onChange={(next) => onChange({ of: "channel", ...next })}
          test={isNumeric}
          value={value}
        />
      )}
    </>
  );
}
