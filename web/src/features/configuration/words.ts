import type { DesiredSetting } from "@lastmeter/model/configuration";
import { parseSettingText, type Setting, type SettingField, type SettingValue } from "@lastmeter/model/setting";
import type { MessageId, Text } from "../../lib/text.ts";
import { toChoiceLabel } from "./labels.ts";

/** Parts of a report's settings, which every metering device has. */
const parts: Readonly<Record<string, MessageId>> = {
  minimum_report_interval: "setting.reportMin",
  maximum_report_interval: "setting.reportMax",
  reportable_change: "setting.reportChange",
};

export function toPartLabel({ name, label }: { readonly name: string; readonly label: string }, text: Text): string {
  const own = parts[name];
  return own === undefined ? label : text(own);
}

const reasons: Readonly<Record<string, MessageId>> = {
  device: "config.reason.device",
  unreachable: "config.reason.unreachable",
  drift: "config.reason.drift",
  no_answer: "config.reason.noAnswer",
  no_gateway: "config.reason.noGateway",
  gateway: "config.reason.gateway",
  refused: "config.reason.refused",
  revoked: "config.reason.revoked",
  no_grant: "config.reason.noGrant",
};

export const isReason = (text: string): boolean => Object.hasOwn(reasons, text);

export function toReason({ reason }: Pick<DesiredSetting, "reason">, text: Text): string {
  return text(reasons[reason ?? ""] ?? "config.reason.other");
}

/** A value in one line. */
export function toValueWords(value: SettingValue | undefined, field: SettingField, text: Text): string {
  if (value === undefined) return text("config.unknown");
  if (value === null) return text("config.unset");
  if (field.type === "boolean") return text(value === field.on ? "config.yes" : "config.no");
  if (field.type === "number") return `${value}${field.unit ? ` ${field.unit}` : ""}`;
  if (field.type === "choice" && typeof value !== "object") return toChoiceLabel(value, text);
  if (field.type === "group" && typeof value === "object" && !Array.isArray(value)) {
    const labels = new Map(field.parts.map((part) => [part.name, part]));
    return Object.entries(value)
      .map(([name, part]) => {
        const known = labels.get(name);
        return known
          ? `${toPartLabel(known, text)}: ${toValueWords(part, known.field, text)}`
          : `${name}: ${JSON.stringify(part)}`;
      })
      .join(" · ");
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What may be entered. */
export function toRangeWords(field: SettingField, text: Text): string | null {
  if (field.type !== "number" || (field.min === undefined && field.max === undefined)) return null;
  const unit = field.unit ? ` ${field.unit}` : "";
  if (field.min === undefined) return text("config.atMost", { max: `${field.max}${unit}` });
  if (field.max === undefined) return text("config.atLeast", { min: `${field.min}${unit}` });
  return text("config.range", { min: String(field.min), max: `${field.max}${unit}` });
}

/** What holds where nothing is set; null: that is not known, or nothing. */
export function toDefaultWords({ default: byDefault, field }: Setting, text: Text): string | null {
  const value = byDefault === undefined ? null : (parseSettingText(byDefault) ?? null);
  return value === null ? null : toValueWords(value, field, text);
}
