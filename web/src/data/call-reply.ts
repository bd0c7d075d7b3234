import { problemSchema } from "@lastmeter/model/problem";
import { z } from "zod/mini";
import { CallError, type CallFault, toCallFault } from "./call-error.ts";

/** The callable protocol's envelope: a result, or an error with a problem document in `details`. */
const replySchema = z.union([
  z.object({ result: z.unknown() }),
  z.object({ error: z.object({ details: z.optional(z.unknown()) }) }),
]);

/** A reply without a problem document is not from our code: the host's, or the functions framework's. */
const withoutProblem: Readonly<Record<number, CallFault>> = {
  401: "auth_failed",
  403: "forbidden",
  408: "timeout",
  413: "too_large",
  500: "internal",
  504: "timeout",
};

export interface CallReply {
  readonly status: number;
  /** Parsed JSON; null: it was none. */
  readonly body: unknown;
}

/** Refused before our code saw it: the token is over or of another project. */
export function isTokenRefused({ status, body }: CallReply): boolean {
  return status === 401 && toProblem(body) === null;
}

/** The call's result, or why there is none. */
export function toOutcome({ status, body }: CallReply): { readonly result: unknown } | CallError {
  const { data: reply } = replySchema.safeParse(body);
  if (status === 200 && reply && "result" in reply) return { result: reply.result };
  const problem = toProblem(body);
  if (problem === null) return new CallError(withoutProblem[status] ?? "unavailable");
  return new CallError(toCallFault(problem.type), problem.instance, problem.errors ?? []);
}

function toProblem(body: unknown) {
  const { data: reply } = replySchema.safeParse(body);
  if (!reply || !("error" in reply)) return null;
  return problemSchema.safeParse(reply.error.details).data ?? null;
}
