import type { PushOutcome } from "./push-sender.ts";

/** FCM asks for at least this long after "too many", and says no time with it. */
const MANY_S = 60;

/** By the codes of `firebase-admin/messaging`; whatever is not known may be of the moment. */
export function toOutcome(error: unknown): PushOutcome {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  switch (code.replace("messaging/", "")) {
    case "registration-token-not-registered":
    case "installation-id-not-registered":
      return { kind: "gone" };
    case "message-rate-exceeded":
    case "device-message-rate-exceeded":
      return { kind: "later", afterS: MANY_S };
    case "invalid-argument":
    case "invalid-recipient":
    case "invalid-payload":
    case "invalid-registration-token":
    case "payload-size-limit-exceeded":
    case "mismatched-credential":
      return { kind: "refused" };
    default:
      return { kind: "later", afterS: 0 };
  }
}
