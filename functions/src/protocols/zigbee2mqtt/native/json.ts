/** What a payload turned out to be: its value, or why it is none, in words for the dead letter. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };
export type ParsedText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

const decoder = new TextDecoder("utf-8", { fatal: true });
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Keys that reach an object's prototype when they are copied carelessly: no device has a property of that name. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const MAY_HOLD_FORBIDDEN_KEY = /__proto__|constructor|prototype|\\u/;

export function parseText(payload: Uint8Array): ParsedText {
  try {
    return { ok: true, text: decoder.decode(payload) };
  } catch {
    return { ok: false, reason: "payload: not UTF-8" };
  }
}

/** Text is checked for depth before it is parsed, since the parser is recursive. */
export function parseJson(payload: Uint8Array, maxBytes: number, maxDepth: number): ParsedJson {
  if (payload.length > maxBytes) return { ok: false, reason: `payload: larger than ${maxBytes} bytes` };
  const parsed = parseText(payload);
  if (!parsed.ok) return parsed;
  if (isDeeper(payload, maxDepth)) return { ok: false, reason: `payload: nested deeper than ${maxDepth}` };
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

/** Counts brackets outside strings, on bytes: JSON's own characters are ASCII and never part of a longer UTF-8 sequence. */
function isDeeper(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
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
