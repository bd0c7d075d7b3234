import type { Setting } from "@lastmeter/model/setting";
import type { MessageId, Text } from "../../lib/text.ts";
import { exposed, measures, ownWords, reported, words } from "./label-ids.ts";

/** A part of the device the property is of: `state_l2`, `power_on_behavior_left`. */
const ENDPOINT = /_(l?\d{1,2}|ep\d|left|right|center|top|bottom|[a-d])$/;
const OPTION = /^(?<what>.+?)(_phase_(?<phase>[abc]))?_(?<kind>calibration|precision)$/;

/** The app's words where it has any, else the device's own. */
export function toSettingLabel(setting: Setting, text: Text): string {
  const { word, key, label } = setting;
  const own = word === undefined ? undefined : ownWords[word];
  if (own !== undefined) return text(own);
  const [kind, ...rest] = key.split(":");
  if (kind === "r") return toReportLabel(rest, text) ?? label;
  return kind === "x" || kind === "o" ? (toPropertyLabel(rest.join(":"), text) ?? label) : label;
}

function toPropertyLabel(property: string, text: Text): string | null {
  if (exposed.has(property)) return text(`expose.${property}` as MessageId);
  const { what = "", phase, kind } = OPTION.exec(property)?.groups ?? {};
  if (kind !== undefined && measures.has(what)) {
    const measure = text(`measure.${what}` as MessageId);
    const whole = phase === undefined ? measure : text("setting.phase", { what: measure, phase: phase.toUpperCase() });
    return text(kind === "calibration" ? "setting.calibration" : "setting.precision", { what: whole });
  }
  const [, endpoint] = ENDPOINT.exec(property) ?? [];
  const stem = endpoint === undefined ? "" : property.slice(0, -endpoint.length - 1);
  return exposed.has(stem) ? `${text(`expose.${stem}` as MessageId)} (${endpoint})` : null;
}

/** What is reported, of which part of the device; its native name stays beside it in the key. */
function toReportLabel([endpoint = "", cluster = "", attribute = ""]: readonly string[], text: Text): string | null {
  const { measure, phase } = reported[attribute] ?? reported[`${cluster}.${attribute}`] ?? {};
  if (measure === undefined) return null;
  const what = text(`measure.${measure}` as MessageId);
  const whole = phase === undefined ? what : text("setting.phase", { what, phase });
  return endpoint === "1" ? whole : `${whole} (${endpoint})`;
}

/** A word of a choice: in the app's words where it is a common one. */
export function toChoiceLabel(choice: string | number | boolean, text: Text): string {
  const word = String(choice).toLowerCase();
  return words.has(word) ? text(`choice.${word}` as MessageId) : String(choice);
}
