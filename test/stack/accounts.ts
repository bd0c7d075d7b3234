import type { App } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";

/** The accounts of every local stack. The emulator's Auth is open to all by design, so these are no secrets. */
export const accounts = {
  owner: { email: "owner@lastmeter.local", password: "lastmeter-local" },
  stranger: { email: "stranger@lastmeter.local", password: "lastmeter-local" },
} as const;

/** Makes the accounts where they do not exist. @returns the owner's uid. */
export async function ensureAccounts(app: App): Promise<string> {
  const auth = getAuth(app);
  const uids = await Promise.all(
    Object.values(accounts).map(async ({ email, password }) => {
      const found = await auth.getUserByEmail(email).catch(() => undefined);
      return (found ?? (await auth.createUser({ email, password, emailVerified: true }))).uid;
    }),
  );
  const owner = uids[0];
  if (!owner) throw new Error("the Auth emulator made no account");
  return owner;
}
