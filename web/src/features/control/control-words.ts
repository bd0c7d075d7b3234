import type { Channel } from "@lastmeter/model/channel";
import type { MessageId, Text } from "../../lib/text.ts";
import type { Control } from "./controls.ts";

/** Words that devices have for what they can be told, whatever the maker. */
const words: Readonly<Record<string, MessageId>> = {
  off: "word.off",
  on: "word.on",
  auto: "word.auto",
  heat: "word.heat",
  cool: "word.cool",
  dry: "word.dry",
  fan_only: "word.fanOnly",
  low: "word.low",
  medium: "word.medium",
  high: "word.high",
  smart: "word.smart",
  eco: "word.eco",
  comfort: "word.comfort",
  boost: "word.boost",
  away: "word.away",
  manual: "word.manual",
  schedule: "word.schedule",
  holiday: "word.holiday",
  sleep: "word.sleep",
  open: "word.open",
  close: "word.close",
  stop: "word.stop",
};

export function toWord(value: string | number | boolean, text: Text): string {
  const word = String(value);
  const known = Object.hasOwn(words, word.toLowerCase()) ? words[word.toLowerCase()] : undefined;
  if (known !== undefined) return text(known);
  const plain = word.replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

const byName: readonly (readonly [RegExp, MessageId])[] = [
  [/^brightness/, "control.brightness"],
  [/heatingSetpoint/i, "control.heatTo"],
  [/coolingSetpoint/i, "control.coolTo"],
  [/^systemMode/, "control.mode"],
  [/^preset/, "control.preset"],
  [/^fanMode/, "control.fanMode"],
  [/^fanSpeed|^speed/, "control.fanSpeed"],
  [/^tilt/, "control.tilt"],
  [/^position/, "control.position"],
];

const byFeature = {
  switch: "control.switch",
  light: "control.light",
  fan: "control.fan",
  lock: "control.lock",
  cover: "control.cover",
  climate: "control.climate",
} as const satisfies Record<NonNullable<Channel["feature"]>, MessageId>;

function toOwnLabel({ kind, channel }: Control, text: Text): string {
  if (kind === "warmth") return text("control.warmth");
  if (kind === "colour") return text("control.colour");
  const named = byName.find(([pattern]) => pattern.test(channel.key))?.[1];
  if (named !== undefined) return text(named);
  const isMain = /^(state|fanState)/.test(channel.key) || kind === "cover";
  return channel.feature && isMain ? text(byFeature[channel.feature]) : channel.label;
}

/** Names in the reader's language; what would be called like another says which part of the device it is. */
export function toControlLabels(controls: readonly Control[], text: Text): ReadonlyMap<string, string> {
  const own = controls.map((control) => [control.channel, toOwnLabel(control, text)] as const);
  const withPart = own.map(([channel, label]): [Channel, string] => {
    const twice = own.filter(([, other]) => other === label).length > 1;
    if (!twice) return [channel, label];
    return [channel, `${label} · ${channel.endpoint ?? channel.path[0] ?? channel.key}`];
  });
  return new Map(withPart.map(([{ key }, label]) => [key, label]));
}
