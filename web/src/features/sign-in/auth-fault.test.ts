import { describe, expect, it } from "vitest";
import { toAuthFault } from "./auth-fault.ts";

const toError = (code: string) => Object.assign(new Error("Firebase: Error"), { code });

describe("faults of signing in", () => {
  it.each([
    [toError("auth/invalid-credential"), "authFault.credentials"],
    // Whether an account exists is told to nobody: both read the same.
    [toError("auth/user-not-found"), "authFault.credentials"],
    [toError("auth/email-already-in-use"), "authFault.taken"],
    [toError("auth/something-new"), "authFault.other"],
    [new TypeError("Failed to fetch dynamically imported module"), "authFault.network"],
    [new Error("no Firebase configuration"), "authFault.network"],
  ])("%s", (error, id) => expect(toAuthFault(error).id).toBe(id));
});
