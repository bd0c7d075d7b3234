import { randomId } from "@lastmeter/model/ids";
import type { Problem } from "@lastmeter/model/problem";
import type { Request } from "firebase-functions/https";
import { AppError, errorKinds, toProblem } from "./app-error.ts";
import type { Log } from "./log.ts";

/** What is used of an Express response. */
export interface ByteResponse {
  status(code: number): this;
  set(field: string, value: string): this;
  send(body: Buffer): unknown;
}

export type ByteRequest = Pick<Request, "method" | "headers" | "rawBody">;

/** Takes and gives the bytes of a body. @throws AppError for every expected failure. */
export type ByteHandler = (body: Uint8Array) => Promise<Uint8Array>;

/**
 * POST of application/octet-stream, capped before anything reads it. The functions framework inflates a compressed body by
 * itself (and so defeats a cap on the wire), hence no content encoding is accepted.
 */
export function decideBody(request: ByteRequest, maxBytes: number): Uint8Array | AppError {
  const { headers } = request;
  if (request.method !== "POST") return new AppError("method_not_allowed", request.method);
  if (Number(headers["content-length"] ?? 0) > maxBytes) return new AppError("too_large", "content-length");
  if ((headers["content-encoding"] ?? "identity") !== "identity") {
    return new AppError("unsupported_media_type", "content-encoding");
  }
  if (headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== "application/octet-stream") {
    return new AppError("unsupported_media_type", "content-type");
  }
  const body = request.rawBody ?? Buffer.alloc(0);
  return body.length > maxBytes ? new AppError("too_large", "body") : body;
}

/** The one place that turns an error into a reply; the reference id stands in the log too. */
export async function serveBytes(
  request: ByteRequest,
  response: ByteResponse,
  options: { readonly name: string; readonly maxBytes: number; readonly log: Log; readonly handle: ByteHandler },
): Promise<void> {
  try {
    const body = decideBody(request, options.maxBytes);
    if (body instanceof AppError) throw body;
    const reply = await options.handle(body);
    response.status(200).set("content-type", "application/octet-stream").send(Buffer.from(reply));
  } catch (cause) {
    const { error, problem } = reportFailure(options, cause);
    if (error.retryAfterS !== null) response.set("retry-after", String(error.retryAfterS));
    const body = Buffer.from(JSON.stringify(problem));
    response.status(errorKinds[error.kind].status).set("content-type", "application/problem+json").send(body);
  }
}

/** Whatever was thrown, as one of our kinds: in the log and in the reply under the same reference id. */
export function reportFailure(
  { name, log }: { readonly name: string; readonly log: Log },
  cause: unknown,
): { readonly error: AppError; readonly problem: Problem } {
  const referenceId = randomId();
  const error = cause instanceof AppError ? cause : new AppError("internal", "unexpected");
  const fields = { function: name, kind: error.kind, reason: error.reason, referenceId };
  if (error === cause) log.warn("request.refused", fields);
  else log.error("request.failed", fields, cause);
  return { error, problem: toProblem(error.kind, referenceId, error.errors) };
}
