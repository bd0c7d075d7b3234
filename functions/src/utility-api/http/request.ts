import { fromUtf8 } from "@lastmeter/model/link/bytes";
import { AppError } from "../../platform/app-error.ts";

const BODY_MAX_BYTES = 64 * 1024;
const DEPTH_MAX = 8;
const VALUES_MAX = 5000;

/** JSON of a request, bounded before it is parsed: nesting costs a parser of ours its stack. @throws AppError */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("not_json", "content-type");
  const text = await readText(request);
  requireShallow(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "body", null, [{ path: "", expected: "JSON" }]);
  }
}

/** @throws AppError */
export async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_MAX_BYTES) throw new AppError("too_large", "length");
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > BODY_MAX_BYTES) throw new AppError("too_large", "body");
  const text = fromUtf8(bytes);
  if (text === null) throw new AppError("bad_request", "body", null, [{ path: "", expected: "UTF-8" }]);
  return text;
}

function requireShallow(text: string): void {
  let depth = 0;
  let values = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isText && char === "\\") at++;
    else if (char === '"') isText = !isText;
    else if (isText) continue;
    else if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}") depth--;
    else if (char === ",") values++;
    if (depth > DEPTH_MAX || values > VALUES_MAX) throw new AppError("too_large", "depth or number of values");
  }
}
