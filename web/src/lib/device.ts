import type { Channel } from "@lastmeter/model/channel";
import type { LiveValue, Node } from "@lastmeter/model/node";
import type { Quantity } from "@lastmeter/model/units";
import { type Figure, toFigure } from "./format.ts";
import type { MessageId, Text } from "./text.ts";

const quantityTexts: Partial<Record<Quantity, MessageId>> = {
  power: "quantity.power",
  energy: "quantity.energy",
  voltage: "quantity.voltage",
  current: "quantity.current",
  reactivePower: "quantity.reactivePower",
  apparentPower: "quantity.apparentPower",
  powerFactor: "quantity.powerFactor",
  frequency: "quantity.frequency",
  temperature: "quantity.temperature",
  relativeHumidity: "quantity.relativeHumidity",
  batteryLevel: "quantity.batteryLevel",
  illuminance: "quantity.illuminance",
  pressure: "quantity.pressure",
  linkQuality: "quantity.linkQuality",
};

function toOwnLabel(channel: Channel, text: Text): string {
  const id = channel.kind === "measurement" || channel.kind === "diagnostic" ? channel.quantity : undefined;
  let known = id === undefined ? undefined : quantityTexts[id];
  if (known === "quantity.energy" && channel.direction === "import") known = "quantity.energyImport";
  if (known === "quantity.energy" && channel.direction === "export") known = "quantity.energyExport";
  if (channel.feature === "switch" && channel.type === "binary") known = "channel.switch";
  if (known === undefined) return channel.label;
  let label = text(known);
  if (channel.phase) label = text("quantity.phase", { label, phase: channel.phase });
  return channel.endpoint ? text("quantity.endpoint", { label, endpoint: channel.endpoint }) : label;
}

/** Names of the channels in the reader's language; where two would be called the same, the device's own words. */
export function toChannelLabels(channels: readonly Channel[], text: Text): Map<string, string> {
  const labels = channels.map((channel) => [channel, toOwnLabel(channel, text)] as const);
  return new Map(
    labels.map(([channel, label]) => {
      const twice = labels.filter(([, other]) => other === label).length > 1;
      return [channel.key, twice ? channel.label : label];
    }),
  );
}

/** What a yes and a no mean, by the channel. Zigbee2MQTT's `contact` is true when closed. */
const binaryTexts: Record<string, readonly [MessageId, MessageId]> = {
  contact: ["state.closed", "state.open"],
  occupancy: ["state.detected", "state.clear"],
  presence: ["state.detected", "state.clear"],
  vibration: ["state.detected", "state.clear"],
  smoke: ["state.detected", "state.clear"],
  gas: ["state.detected", "state.clear"],
  waterLeak: ["state.wet", "state.dry"],
};

/** A newest value as a person reads it. */
export function toValueFigure(channel: Channel, { value }: LiveValue, locale: string, text: Text): Figure {
  if (typeof value === "number" && channel.type === "numeric") {
    return toFigure(channel.quantity ?? "generic", value, locale, channel.unit);
  }
  if (typeof value === "boolean") return { text: text(toBinaryText(channel, value)), unit: "" };
  return { text: channel.type === "enum" ? toSentence(String(value)) : String(value), unit: "" };
}

/** Native words of an enum (`previous`, `single_press`, `OPEN`) as a person would write them. */
function toSentence(word: string): string {
  const words = (word === word.toUpperCase() ? word.toLowerCase() : word).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function toBinaryText(channel: Channel, value: boolean): MessageId {
  const known = binaryTexts[channel.key];
  if (known) return value ? known[0] : known[1];
  if (channel.feature === "lock") return value ? "state.locked" : "state.unlocked";
  if (channel.kind === "control" || channel.kind === "setting") return value ? "state.on" : "state.off";
  return value ? "state.yes" : "state.no";
}

const mainKeys = [
  "temperature",
  "localTemperature",
  "humidity",
  "contact",
  "occupancy",
  "presence",
  "waterLeak",
  "smoke",
];
const mainKinds = ["measurement", "state", "control", "action", "setting", "diagnostic"];

/** Composite channels, and elements of lists, never have a value of their own. */
export function hasValue({ retired, type, path }: Channel): boolean {
  return !retired && type !== "composite" && !path.includes("*");
}

/** The one or two channels that say most about a node without power. */
export function toMainChannels(node: Node): Channel[] {
  const rank = (channel: Channel) => {
    const named = mainKeys.indexOf(channel.key);
    const battery = channel.quantity === "batteryLevel" || channel.quantity === "voltage" ? 50 : 0;
    return (named < 0 ? 20 : named) + mainKinds.indexOf(channel.kind) * 10 + battery;
  };
  const channels = Object.values(node.channels).filter(hasValue);
  const [first, second] = channels.sort((a, b) => rank(a) - rank(b));
  if (!first) return [];
  return second && first.kind === "measurement" && rank(second) < 10 ? [first, second] : [first];
}
