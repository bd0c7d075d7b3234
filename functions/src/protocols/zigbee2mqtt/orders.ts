import { type Channel, findPart } from "@lastmeter/model/channel";
import { type CommandOrder, type CommandValue, TOGGLE } from "@lastmeter/model/command";
import { type Channels, type Directory, type DirectoryNode, findNode, type NativeOrder } from "../protocol.ts";
import type { NativeScalar } from "./native/feature.ts";
import { LOG, toConfigure, toFirmware, toRead, toRequest } from "./settings/orders.ts";

type NativeValue = NativeScalar | { readonly [part: string]: NativeValue };

/** An order as Zigbee2MQTT takes it. Devices are named by their IEEE address, in topics and in requests. */
export function toNative(directory: Directory, order: CommandOrder, commandId: string): NativeOrder | null {
  if (order.kind === "permitJoin") {
    return toRequest("permit_join", { time: order.seconds, transaction: commandId });
  }
  const node = order.nodeId === null ? null : findNode(directory, order.nodeId);
  if (node === undefined || node?.removed) return null;
  if (order.kind === "configure") return toConfigure(node, order, commandId);
  if (node === null) return null;
  switch (order.kind) {
    case "removeNode":
      return toRequest("device/remove", {
        id: node.address,
        force: order.force === true,
        block: false,
        transaction: commandId,
      });
    case "set":
      return toSet(node, order.channel, order.value);
    case "readSetting":
      return toRead(node, order.setting, commandId);
    case "firmware":
      return toFirmware(node, order.act, commandId);
  }
}

function toSet({ address, nativeName, channels }: DirectoryNode, key: string, value: CommandValue): NativeOrder | null {
  const channel = Object.hasOwn(channels, key) ? channels[key] : undefined;
  const native = channel && toNativeValue(channel, channels, value);
  if (channel === undefined || native === undefined) return null;
  const payload = channel.path.reduceRight<NativeValue>((inner, property) => ({ [property]: inner }), native);
  const told = { topic: `${address}/set`, payload: JSON.stringify(payload), answers: [nativeName, LOG] };
  return isReported(channel, channels, value) ? told : { ...told, mute: true };
}

/** Of parts each must be: one that is never told cannot confirm. */
function isReported(channel: Channel, channels: Channels, value: CommandValue): boolean {
  if (typeof value !== "object") return channel.readable;
  return Object.keys(value).every((name) => findPart(channel, channels, name)?.readable);
}

/** Undefined: the channel cannot be told this. */
function toNativeValue(channel: Channel, channels: Channels, value: CommandValue): NativeValue | undefined {
  switch (channel.type) {
    case "binary":
      if (typeof value === "boolean") return value ? (channel.on ?? "ON") : (channel.off ?? "OFF");
      return value === TOGGLE ? channel.toggle : undefined;
    case "enum":
      return channel.values?.find((word) => String(word) === String(value));
    case "numeric":
      return typeof value === "number" ? toNativeNumber(channel, value) : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "composite":
      return typeof value === "object" ? toParts(channel, channels, value) : undefined;
    case "list":
      return undefined;
  }
}

/** On the device's own steps where it has some, without the noise of a conversion. */
function toNativeNumber({ factor = 1, offset = 0, min, max, step }: Channel, value: number): number {
  const native = (value - offset) / factor;
  const whole = step === undefined || step <= 0 ? native : (min ?? 0) + Math.round((native - (min ?? 0)) / step) * step;
  const inside = Math.min(Math.max(whole, min ?? -Infinity), max ?? Infinity);
  return Number(inside.toPrecision(12));
}

function toParts(channel: Channel, channels: Channels, value: Readonly<Record<string, NativeScalar>>) {
  const parts: Record<string, NativeValue> = {};
  for (const [name, wanted] of Object.entries(value)) {
    const part = findPart(channel, channels, name);
    const native = part && toNativeValue(part, channels, wanted);
    if (native === undefined) return undefined;
    parts[name] = native;
  }
  return parts;
}
