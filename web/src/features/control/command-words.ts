import type { Command, CommandOrder, CommandValue } from "@lastmeter/model/command";
import type { Node } from "@lastmeter/model/node";
import { toNumberText } from "../../lib/format.ts";
import type { Text } from "../../lib/text.ts";
import { toHueSaturation } from "./colour.ts";
import { toControlLabels, toWord } from "./control-words.ts";
import { toControls } from "./controls.ts";
import { toKelvin, toScale } from "./value.ts";

interface Words {
  readonly node: Node;
  readonly text: Text;
  readonly locale: string;
}

/** What was asked for: `Switch: On`. */
export function toOrderWords(order: CommandOrder, { node, text, locale }: Words): string {
  if (order.kind !== "set") return text(order.kind === "removeNode" ? "command.order.remove" : "command.order.join");
  const labels = toControlLabels(toControls(node), text);
  const channel = node.channels[order.channel];
  const label = labels.get(order.channel) ?? channel?.label ?? order.channel;
  return `${label}: ${toValueWords(order, { node, text, locale })}`;
}

function toValueWords({ channel: key, value }: Extract<CommandOrder, { kind: "set" }>, { node, text, locale }: Words) {
  const channel = node.channels[key];
  if (typeof value === "object") return toColourWords(value, text);
  if (typeof value === "boolean") {
    if (channel?.feature === "lock") return text(value ? "state.locked" : "state.unlocked");
    return text(value ? "state.on" : "state.off");
  }
  if (typeof value !== "number" || !channel || channel.type !== "numeric") return toWord(value, text);
  if (channel.quantity === "colorTemperature") return `${toNumberText(toKelvin(value), locale, 0)} K`;
  const scale = toScale(channel);
  return `${toNumberText(scale.toShown(value), locale, 1)} ${scale.unit}`.trim();
}

function toColourWords(
  { hue, saturation, x, y }: Exclude<CommandValue, string | number | boolean>,
  text: Text,
): string {
  if (typeof hue === "number" && typeof saturation === "number") return text("control.colourAt", { hue, saturation });
  if (typeof x !== "number" || typeof y !== "number") return text("control.colour");
  return text("control.colourAt", { ...toHueSaturation({ x, y }) });
}

/** On whose behalf. */
export function toWhoWords({ who, whoLabel, why }: Command, uid: string, text: Text): string {
  if (why.source === "rule") return text("command.by.rule", { rule: why.cause ?? "" });
  if (why.source === "api") return text("command.by.program", { program: whoLabel });
  return who === uid ? text("command.by.you") : whoLabel || text("command.by.somebody");
}
