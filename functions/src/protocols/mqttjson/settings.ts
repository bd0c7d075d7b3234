import type { MappedChannel } from "@lastmeter/model/mqtt-mapping";
import type { Setting, SettingField } from "@lastmeter/model/setting";
import type { Directory, DirectoryNode } from "../protocol.ts";
import { findMapped } from "./compile.ts";

export const SETTING = "x:";

/** Channels of kind `setting` of a node's description; a network of this kind has no settings of its own. */
export function toSettings(directory: Directory, node: DirectoryNode | null): readonly Setting[] {
  const mapped = node && findMapped(directory.mqtt, node.address);
  return (mapped?.device.channels ?? []).filter(({ kind }) => kind === "setting").map(toSetting);
}

function toSetting(mapped: MappedChannel): Setting {
  const { key, label } = mapped;
  return { key: `${SETTING}${key}`, label, section: "device", field: toField(mapped), kept: true, gettable: false };
}

function toField({ type, on, off, values, min, max, step }: MappedChannel): SettingField {
  if (type === "binary" && on !== undefined && off !== undefined) return { type: "boolean", on, off };
  if (type === "enum" && values !== undefined) return { type: "choice", choices: values };
  if (type !== "numeric") return { type: "text", maxLength: 256 };
  const bounds = { min, max, step };
  return { type: "number", ...Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)) };
}
