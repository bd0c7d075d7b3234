import type { Posted } from "./post.ts";

/** What an answer that is not a genuine sealed one means. None of these ever removes anything from the queue. */
export type Verdict =
  /** The session is no good: shake hands again, once, then back off. */
  | "new_session"
  /** The frame's number was used: seal the same batch anew. */
  | "reseal"
  | "halve"
  /** Stop sending, keep the data, ask once an hour. */
  | "revoked"
  /** A person must act (update the bridge, correct the address): ask every 5 minutes. */
  | "alert"
  | "retry";

/** The error table of the gateway link, for answers that could not be sealed. */
export function decideVerdict(posted: Posted): Verdict {
  if (posted.kind === "failed") return "retry";
  switch (posted.status) {
    case 400:
    case 401:
      return "new_session";
    case 403:
      // Whoever stands in between can answer 403 too; without our problem document it is weather.
      return posted.problem === "revoked" ? "revoked" : "retry";
    case 409:
      return "reseal";
    case 413:
      return "halve";
    case 415:
    case 426:
      return "alert";
    default:
      return "retry";
  }
}
