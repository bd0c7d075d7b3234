import { type Channel, findPart } from "@lastmeter/model/channel";
import { type CommandValue, TOGGLE } from "@lastmeter/model/command";
import { isPlausible } from "@lastmeter/model/units";

type Channels = Readonly<Record<string, Channel>>;

/** Why a channel cannot be told this value, as what was expected; null: it can. */
export function toValueFault(channel: Channel, channels: Channels, value: CommandValue): string | null {
  switch (channel.type) {
    case "binary":
      return toBinaryFault(channel, value);
    case "enum":
      return channel.values?.some((word) => String(word) === String(value)) ? null : "one of the channel's words";
    case "numeric":
      return toNumberFault(channel, value);
    case "text":
      return typeof value === "string" ? null : "a text";
    case "composite":
      return toPartsFault(channel, channels, value);
    case "list":
      return "a channel that is no list";
  }
}

function toBinaryFault({ toggle }: Channel, value: CommandValue): string | null {
  if (typeof value === "boolean") return null;
  if (toggle === undefined) return "true or false";
  return value === TOGGLE ? null : `true, false or ${TOGGLE}`;
}

/** Limits are the native ones; half a step beyond them is rounding. */
function toNumberFault(
  { quantity = "generic", min, max, step = 0, factor = 1, offset = 0 }: Channel,
  value: CommandValue,
) {
  if (typeof value !== "number" || !isPlausible(quantity, value)) return "a number that this quantity can have";
  const native = (value - offset) / factor;
  const slack = step / 2 + Math.abs(native) * 1e-9;
  const isInside = native >= (min ?? -Infinity) - slack && native <= (max ?? Infinity) + slack;
  if (isInside) return null;
  const toCanonical = (limit: number | undefined) => (limit === undefined ? "…" : limit * factor + offset);
  return `${toCanonical(min)} to ${toCanonical(max)}`;
}

function toPartsFault(channel: Channel, channels: Channels, value: CommandValue): string | null {
  if (typeof value !== "object") return "named parts";
  const parts = Object.entries(value);
  if (parts.length === 0) return "at least one part";
  for (const [name, part] of parts) {
    const of = findPart(channel, channels, name);
    if (of === undefined) return "parts that the channel has";
    const fault = toValueFault(of, channels, part);
    if (fault !== null) return `${name}: ${fault}`;
  }
  return null;
}
