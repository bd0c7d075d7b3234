import type { Channel } from "./channel.ts";
import { isPlausible, quantities, toSteps } from "./units.ts";

/** A value as the platform keeps it; `skip`: nothing was said (null, empty); `fault`: what was expected, for the dead letter. */
export type Converted =
  | { readonly kind: "value"; readonly value: string | number | boolean }
  | { readonly kind: "skip" }
  | { readonly kind: "fault"; readonly reason: string };

const skip: Converted = { kind: "skip" };
const fault = (reason: string): Converted => ({ kind: "fault", reason });
const value = (of: string | number | boolean): Converted => ({ kind: "value", value: of });

const WORD_MAX = 256;
/** What a live document holds of one value. */
const TEXT_MAX = 1024;

/** A native JSON value of the channel as canonical value: integer steps, boolean, or the native word. */
export function toCanonical(channel: Channel, native: unknown): Converted {
  if (native === null || native === undefined) return skip;
  switch (channel.type) {
    case "numeric":
      return toNumber(channel, native);
    case "binary":
      return toBoolean(channel, native);
    case "enum":
      return toWord(native);
    case "text":
      return toText(native);
    case "list":
      return toList(native);
    case "composite":
      // Its parts are channels of their own.
      return skip;
  }
}

function toNumber(channel: Channel, native: unknown): Converted {
  if (typeof native !== "number") return fault(`expected a number, got ${typeof native}`);
  const quantity = channel.quantity ?? "generic";
  const canonical = native * (channel.factor ?? 1) + (channel.offset ?? 0);
  if (isPlausible(quantity, canonical)) return value(toSteps(quantity, canonical));
  const { min, max, unit } = quantities[quantity];
  return fault(`${canonical} is outside ${min} to ${max} ${unit}`.trim());
}

function toBoolean(channel: Channel, native: unknown): Converted {
  if (native === channel.on) return value(true);
  if (native === channel.off) return value(false);
  if (typeof native === "boolean") return value(native);
  const word = String(native).toUpperCase();
  if (word === String(channel.on ?? "ON").toUpperCase()) return value(true);
  if (word === String(channel.off ?? "OFF").toUpperCase()) return value(false);
  return word === "" ? skip : fault(`expected ${JSON.stringify(channel.on)} or ${JSON.stringify(channel.off)}`);
}

/** The list of words a converter exposes is often not complete, so a word that is not in it passes. */
function toWord(native: unknown): Converted {
  if (typeof native === "object") return fault("expected a word");
  const word = String(native);
  if (word === "") return skip;
  return word.length > WORD_MAX ? fault(`longer than ${WORD_MAX} characters`) : value(word);
}

function toText(native: unknown): Converted {
  const text = typeof native === "string" ? native : JSON.stringify(native);
  return text.length > TEXT_MAX ? skip : value(text);
}

function toList(native: unknown): Converted {
  if (typeof native !== "object") return toText(native);
  const text = JSON.stringify(native);
  return text.length > TEXT_MAX ? skip : value(text);
}
