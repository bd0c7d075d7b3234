import type { FieldError, Problem } from "@lastmeter/model/problem";

/** Every way a request can fail before a sealed reply is possible: kind → HTTP status and title. */
export const errorKinds = {
  bad_request: { status: 400, title: "Request not understood" },
  bad_frame: { status: 400, title: "Not a frame of this link" },
  /** One reply for unknown, wrong and expired. */
  auth_failed: { status: 401, title: "Not authenticated" },
  /** The sign-in is too old for this. */
  reauthenticate: { status: 401, title: "Sign in again first" },
  revoked: { status: 403, title: "This gateway was revoked" },
  /** The caller may know of it, but not do this. */
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  /** None of the media types that the caller takes. */
  not_acceptable: { status: 406, title: "No such format" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  /** What was read has changed meanwhile. */
  conflict: { status: 409, title: "Changed meanwhile" },
  replayed_seq: { status: 409, title: "This sequence number was used before" },
  /** Two copies of one gateway live: this one is not heard. Its data stays where it is. */
  another_runs: { status: 423, title: "Another copy of this gateway is connected" },
  /** Nothing tells how that past began, or too much was decided about it. */
  not_repairable: { status: 422, title: "That past cannot be computed again" },
  too_large: { status: 413, title: "Body too large" },
  unsupported_media_type: { status: 415, title: "Send application/octet-stream without content encoding" },
  not_json: { status: 415, title: "Send application/json" },
  /** An `Idempotency-Key` that stands for another request. */
  key_reused: { status: 422, title: "This key was used for another request" },
  /** The first request with this `Idempotency-Key` is not answered yet. */
  key_busy: { status: 409, title: "A request with this key is under way" },
  rate_limited: { status: 429, title: "Too many requests" },
  /** Of what may exist at a time. */
  too_many: { status: 429, title: "Too many" },
  upgrade_required: { status: 426, title: "This version of the bridge is no longer accepted" },
  internal: { status: 500, title: "Internal error" },
  unavailable: { status: 503, title: "Try again later" },
} as const satisfies Record<string, { status: number; title: string }>;
export type ErrorKind = keyof typeof errorKinds;

/** An expected failure of a request, thrown or returned up to the one place that makes the reply. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  /** Stands in the log only; names no secret and no payload. */
  readonly reason: string;
  readonly retryAfterS: number | null;
  /** What a reply may tell: which fields are wrong. */
  readonly errors: readonly FieldError[];

  constructor(kind: ErrorKind, reason: string, retryAfterS: number | null = null, errors: readonly FieldError[] = []) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
    this.retryAfterS = retryAfterS;
    this.errors = errors;
  }
}

export function toProblem(kind: ErrorKind, referenceId: string, errors: readonly FieldError[] = []): Problem {
  const { status, title } = errorKinds[kind];
  const problem = { type: `urn:lastmeter:problem:${kind}`, title, status, instance: referenceId };
  return errors.length === 0 ? problem : { ...problem, errors: [...errors] };
}
