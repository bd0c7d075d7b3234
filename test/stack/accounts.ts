import type { App } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";

/** The accounts of every local stack. The emulator's Auth is open to all by design, so these are no secrets. */
export const accounts = {
  owner: { email: "owner@lastmeter.local", password: "lastmeter-local" },
  provider: { email: "provider@lastmeter.local", password: "lastmeter-local" },
  operator: { email: "operator@lastmeter.local", password: "lastmeter-local" },
  stranger: { email: "stranger@lastmeter.local", password: "lastmeter-local" },
} as const;

export interface AccountIds {
  readonly owner: string;
  readonly provider: string;
}

/** Makes the accounts where they do not exist; the operator decides which companies may register programs. */
export async function ensureAccounts(app: App): Promise<AccountIds> {
  const auth = getAuth(app);
  const ensure = async ({ email, password }: { readonly email: string; readonly password: string }) => {
    const found = await auth.getUserByEmail(email).catch(() => undefined);
    return (found ?? (await auth.createUser({ email, password, emailVerified: true }))).uid;
  };
  const [owner, provider, operator] = await Promise.all(
    [accounts.owner, accounts.provider, accounts.operator, accounts.stranger].map(ensure),
  );
  if (!owner || !provider || !operator) throw new Error("the Auth emulator made no account");
  await auth.setCustomUserClaims(operator, { operator: true });
  return { owner, provider };
}
