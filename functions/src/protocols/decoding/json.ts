import type { NativeMessage } from "../protocol.ts";

type Payload = Pick<NativeMessage, "payload" | "text">;

/** What a payload turned out to be: its value, or why it is none, in words for the dead letter. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };
export type ParsedText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

const decoder = new TextDecoder("utf-8", { fatal: true });
const BYTE_ORDER_MARK = "\ufeff";
/** Keys that reach an object's prototype when they are copied carelessly: no device has a property of that name. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const MAY_HOLD_FORBIDDEN_KEY = /__proto__|constructor|prototype|\\u/;

export function parseText(message: Payload): ParsedText {
  const { text } = message;
  if (text !== undefined && !text.startsWith(BYTE_ORDER_MARK)) return { ok: true, text };
  try {
    return { ok: true, text: decoder.decode(message.payload) };
  } catch {
    return { ok: false, reason: "payload: not UTF-8" };
  }
}

export function isEmpty(message: Payload): boolean {
  return message.text === undefined ? message.payload.length === 0 : message.text === "";
}

export function isLarger(message: Payload, maxBytes: number): boolean {
  return message.text === undefined && message.payload.length > maxBytes;
}

/** Text is checked for depth before it is parsed, since the parser is recursive. */
export function parseJson(message: Payload, maxBytes: number, maxDepth: number): ParsedJson {
  if (isLarger(message, maxBytes)) return { ok: false, reason: `payload: larger than ${maxBytes} bytes` };
  const parsed = parseText(message);
  if (!parsed.ok) return parsed;
  if (isDeeper(parsed.text, maxDepth)) return { ok: false, reason: `payload: nested deeper than ${maxDepth}` };
  let value: unknown;
  try {
    value = JSON.parse(parsed.text);
  } catch {
    return { ok: false, reason: "payload: not JSON" };
  }
  const forbidden = MAY_HOLD_FORBIDDEN_KEY.test(parsed.text) ? findForbiddenKey(value) : undefined;
  return forbidden === undefined
    ? { ok: true, value }
    : { ok: false, reason: `payload: key ${forbidden} is not allowed` };
}

/** Counts brackets outside strings. */
function isDeeper(text: string, maxDepth: number): boolean {
  // Nearly all states are flat.
  if (maxDepth > 0 && text.indexOf("{", 1) < 0 && !text.includes("[")) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") {
      if (++depth > maxDepth) return true;
    } else if (char === "}" || char === "]") depth--;
  }
  return false;
}

function findForbiddenKey(root: unknown): string | undefined {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) {
      const forbidden = Object.keys(value).find((key) => FORBIDDEN_KEYS.has(key));
      if (forbidden !== undefined) return forbidden;
    }
    open.push(...Object.values(value));
  }
  return undefined;
}

/** A JSON object, of any keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
