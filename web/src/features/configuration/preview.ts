import { toCanonical } from "@lastmeter/model/canonical";
import type { StoredRecord } from "@lastmeter/model/configuration";
import {
  type MappedChannel,
  matchPattern,
  parsePayloadText,
  readPointer,
  toMappedChannel,
  toNativeValue,
} from "@lastmeter/model/mqtt-mapping";
import { fromSteps } from "@lastmeter/model/units";

/** The newest kept message a topic pattern speaks of. */
export function findRecord(records: readonly StoredRecord[], pattern: string): StoredRecord | null {
  return records.find(({ topic }) => matchPattern(pattern, topic) !== null) ?? null;
}

export type Preview =
  | { readonly kind: "nothing" }
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "yesNo"; readonly is: boolean }
  | { readonly kind: "fault"; readonly reason: string };

/** What the platform makes of a message: by the same steps as when it arrives. */
export function toPreview(mapped: MappedChannel, payload: string): Preview {
  const native = toNativeValue(mapped, readPointer(parsePayloadText(payload), mapped.pointer));
  if (native === undefined) return { kind: "nothing" };
  const channel = toMappedChannel(mapped, 0);
  const converted = toCanonical(channel, native);
  if (converted.kind === "skip") return { kind: "nothing" };
  if (converted.kind === "fault") return { kind: "fault", reason: converted.reason };
  const { value } = converted;
  if (typeof value === "boolean") return { kind: "yesNo", is: value };
  if (typeof value !== "number") return { kind: "value", text: value };
  return { kind: "value", text: `${fromSteps(channel.quantity ?? "generic", value)} ${channel.unit ?? ""}`.trim() };
}

/** Every place in a payload that holds a value, as JSON pointers: to choose from. */
export function toPointers(payload: string): string[] {
  const pointers: string[] = [];
  const visit = (value: unknown, pointer: string) => {
    if (pointers.length >= 100) return;
    if (typeof value !== "object" || value === null) pointers.push(pointer);
    else {
      for (const [name, inner] of Object.entries(value)) {
        visit(inner, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      }
    }
  };
  visit(parsePayloadText(payload), "");
  return pointers;
}
