import { Timestamp } from "firebase/firestore";

/** Firestore's JSON for values: https://firebase.google.com/docs/firestore/reference/rest/v1/Value */
export type Fields = Record<string, unknown>;

export function toFields(data: object): Fields {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, toValue(value)]));
}

export function toValue(value: unknown): object {
  if (value === null) return { nullValue: null };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { booleanValue: value };
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? { integerValue: String(value) } : { doubleValue: String(value) };
  }
  if (value instanceof Timestamp) return { timestampValue: value.toDate().toISOString() };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  if (typeof value === "object") return { mapValue: { fields: toFields(value) } };
  throw new TypeError(`no Firestore value: ${typeof value}`);
}

export function fromFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, fromValue(value)]));
}

/** Back to what was seeded, for the kinds of values that tests look at; others stay as they came. */
function fromValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [kind, content] = Object.entries(value)[0] ?? [];
  if (kind === "integerValue" || kind === "doubleValue") return Number(content);
  if (kind === "arrayValue") return ((content as { values?: unknown[] }).values ?? []).map(fromValue);
  if (kind === "mapValue") return fromFields((content as { fields?: Fields }).fields ?? {});
  return content;
}
