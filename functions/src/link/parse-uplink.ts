import { type Bytes, fromUtf8 } from "@lastmeter/model/link/bytes";
import { type Batch, batchSchema, linkLimits, type UplinkHead, uplinkHeadSchema } from "@lastmeter/model/link/messages";
import { splitUplinkPlaintext } from "@lastmeter/model/link/plaintext";
import type { z } from "zod/mini";

export interface ParsedUplink {
  readonly head: UplinkHead;
  readonly batch: Batch;
  /** The exact bytes, for the hash. */
  readonly batchBytes: Bytes;
}

export interface UplinkFault {
  readonly code: "bad_schema" | "too_large";
  /** Names the field and what was expected; never a value. */
  readonly detail: string;
}

/** The plaintext of an authentic frame. */
export function parseUplink(plaintext: Bytes): ParsedUplink | UplinkFault {
  const parts = splitUplinkPlaintext(plaintext);
  if (parts === null) return { code: "bad_schema", detail: "head, newline and batch expected" };
  const head = uplinkHeadSchema.safeParse(parseJson(parts.head));
  if (!head.success) return toFault("head", head.error);
  const json = parseJson(parts.batch);
  const batch = batchSchema.safeParse(json);
  if (!batch.success) {
    const isTooMany = batch.error.issues.some(({ code, path }) => code === "too_big" && path.join(".") === "messages");
    if (isTooMany) return { code: "too_large", detail: `at most ${linkLimits.messages} messages expected` };
    return toFault("batch", batch.error);
  }
  return { head: head.data, batch: batch.data, batchBytes: parts.batch };
}

function parseJson(bytes: Bytes): unknown {
  const text = fromUtf8(bytes);
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toFault(where: string, error: z.core.$ZodError): UplinkFault {
  const issue = error.issues[0];
  const path = [where, ...(issue?.path ?? [])].map(String).join(".");
  return { code: "bad_schema", detail: `${path}: ${issue?.message ?? "well-formed JSON expected"}`.slice(0, 256) };
}
