import { linkLimits } from "@lastmeter/model/link/messages";
import { problemSchema } from "@lastmeter/model/problem";
import { parseRetryAfter } from "./backoff.ts";

export type Posted =
  | {
      readonly kind: "response";
      readonly status: number;
      readonly body: Uint8Array<ArrayBuffer>;
      /** Code of a problem document of ours: unauthenticated, a hint only. */
      readonly problem: string | undefined;
      readonly retryAfterMs: number | undefined;
    }
  /** No whole answer: refused, timed out, redirected, cut off, too long. */
  | { readonly kind: "failed"; readonly reason: string };

const TIMEOUT_MS = 20_000;
const PROBLEM_PREFIX = "urn:lastmeter:problem:";

/** One POST of bytes; never follows a redirect, never waits longer than 20 s, never reads more than 2 MiB. */
export async function postBytes(url: string, body: Uint8Array<ArrayBuffer>, now: number): Promise<Posted> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", accept: "application/octet-stream" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const bytes = await readCapped(response);
    if (bytes === null) return { kind: "failed", reason: "answer too long" };
    if (response.status >= 300 && response.status < 400) return { kind: "failed", reason: "redirected" };
    return {
      kind: "response",
      status: response.status,
      body: bytes,
      problem: toProblemCode(response.headers.get("content-type"), bytes),
      retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), now),
    };
  } catch (error) {
    return { kind: "failed", reason: toReason(error) };
  }
}

async function readCapped(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > linkLimits.bodyBytes) return null;
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function toProblemCode(contentType: string | null, body: Uint8Array): string | undefined {
  if (!contentType?.startsWith("application/problem+json")) return undefined;
  try {
    const problem = problemSchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return problem.success && problem.data.type.startsWith(PROBLEM_PREFIX)
      ? problem.data.type.slice(PROBLEM_PREFIX.length)
      : undefined;
  } catch {
    return undefined;
  }
}

/** undici hides the cause one level down (`ENOTFOUND`, `ECONNREFUSED`, a certificate's fault). */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return "timed out";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
}
