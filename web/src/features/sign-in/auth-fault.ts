import type { MessageId } from "../../lib/text.ts";

const faults: Record<string, MessageId> = {
  "auth/invalid-credential": "authFault.credentials",
  "auth/wrong-password": "authFault.credentials",
  "auth/user-not-found": "authFault.credentials",
  "auth/missing-password": "authFault.credentials",
  "auth/invalid-email": "authFault.email",
  "auth/missing-email": "authFault.email",
  "auth/email-already-in-use": "authFault.taken",
  "auth/weak-password": "authFault.weak",
  "auth/password-does-not-meet-requirements": "authFault.weak",
  "auth/too-many-requests": "authFault.tooMany",
  "auth/user-disabled": "authFault.disabled",
  "auth/network-request-failed": "authFault.network",
};

/** What went wrong, in plain words; `code` for what nobody foresaw. */
export function toAuthFault(error: unknown): { id: MessageId; code: string } {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  // A chunk that could not be fetched, or no configuration: the network.
  if (error instanceof TypeError || code === "unknown") return { id: "authFault.network", code };
  return { id: faults[code] ?? "authFault.other", code };
}
