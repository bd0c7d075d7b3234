import { type CallableRequest, type FunctionsErrorCode, HttpsError } from "firebase-functions/https";
import { AppError, type ErrorKind } from "./app-error.ts";
import { reportFailure } from "./http.ts";
import type { Log } from "./log.ts";

const codes: Partial<Record<ErrorKind, FunctionsErrorCode>> = {
  bad_request: "invalid-argument",
  auth_failed: "unauthenticated",
  reauthenticate: "failed-precondition",
  revoked: "permission-denied",
  forbidden: "permission-denied",
  conflict: "aborted",
  not_found: "not-found",
  not_repairable: "failed-precondition",
  too_large: "resource-exhausted",
  too_many: "resource-exhausted",
  unavailable: "unavailable",
};

/** As in `firestore.rules`: neither a gateway's uid (`gw_…`) nor a client's principal (`c~…`). */
const personIdPattern = /^[A-Za-z0-9]{1,128}$/;

/** Who calls: a person who signed in. */
export interface Caller {
  readonly uid: string;
  /** Lower case; null where the account has none or has not proved it. */
  readonly verifiedEmail: string | null;
}

/** The one place that turns an error into a callable's reply, with a problem document in `details`; its id stands in the log too. */
export async function serveCall<T>(
  request: Pick<CallableRequest<unknown>, "auth" | "data">,
  options: {
    readonly name: string;
    readonly log: Log;
    readonly handle: (caller: Caller, data: unknown) => Promise<T>;
  },
): Promise<T> {
  try {
    return await options.handle(toCaller(request.auth), request.data);
  } catch (cause) {
    const { error, problem } = reportFailure(options, cause);
    throw new HttpsError(codes[error.kind] ?? "internal", problem.title, problem);
  }
}

/** A gateway's token is no person, whatever its uid. @throws AppError */
function toCaller(auth: CallableRequest<unknown>["auth"]): Caller {
  if (!auth) throw new AppError("auth_failed", "not signed in");
  const provider = auth.token.firebase?.sign_in_provider;
  const isGateway = auth.token.role === "gateway" || !personIdPattern.test(auth.uid);
  if (provider === "anonymous" || isGateway) throw new AppError("auth_failed", "not a person");
  const { email, email_verified: verified } = auth.token;
  return { uid: auth.uid, verifiedEmail: verified && email ? email.toLowerCase() : null };
}
