import type { Channel } from "@lastmeter/model/channel";
import { type CommandOrder, type CommandValue, TOGGLE } from "@lastmeter/model/command";
import { fillTemplate, type MappedChannel, toCommandTopic, toTopic } from "@lastmeter/model/mqtt-mapping";
import { parseSettingText } from "@lastmeter/model/setting";
import { type Directory, findNode, type NativeOrder } from "../protocol.ts";
import { findMapped } from "./compile.ts";
import { SETTING } from "./settings.ts";

/** An order by the description's topic and template; null: the node has no such channel, or its name fits no command's topic. */
export function toNative(directory: Directory, order: CommandOrder): NativeOrder | null {
  if (order.kind !== "set" && order.kind !== "configure") return null;
  const node = order.nodeId === null ? undefined : findNode(directory, order.nodeId);
  const mapped = node && !node.removed ? findMapped(directory.mqtt, node.address) : null;
  if (node === undefined || mapped === null) return null;
  const key = order.kind === "set" ? order.channel : order.setting.slice(SETTING.length);
  const described = mapped.device.channels.find((channel) => channel.key === key);
  if (described === undefined) return null;
  if (order.kind === "configure") return toOrder(described, mapped.name, parseSettingText(order.value));
  const channel = Object.hasOwn(node.channels, key) ? node.channels[key] : undefined;
  return toOrder(described, mapped.name, channel && toNativeValue(channel, order.value));
}

function toOrder({ command, topic }: MappedChannel, name: string, value: unknown): NativeOrder | null {
  const whole = command && toCommandTopic(command.topic, name);
  if (!command || !whole || value === undefined) return null;
  return { topic: whole, payload: fillTemplate(command.template, value), answers: [toTopic(topic, name)] };
}

function toNativeValue({ type, on, off, values, factor = 1, offset = 0 }: Channel, value: CommandValue): unknown {
  if (type === "binary") return value === TOGGLE ? undefined : value === true ? on : off;
  if (type === "numeric")
    return typeof value === "number" ? Number(((value - offset) / factor).toPrecision(12)) : undefined;
  if (type === "enum") return values?.find((word) => String(word) === String(value));
  return typeof value === "string" ? value : undefined;
}
