import { z } from "zod/mini";
import { type Account, requireStack } from "./stack.ts";

export async function signIn({ email, password }: Account): Promise<string> {
  const url = `${requireStack().auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`;
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ email, password, returnSecureToken: true });
  const reply = await fetch(url, { method: "POST", headers, body });
  return z.object({ idToken: z.string() }).parse(await reply.json()).idToken;
}

/**
 * A callable by its protocol, as the app uses it.
 * @param account null: nobody who signed in
 * @param base where the functions are: their own address, or `/call` of the app's host
 */
export async function call(
  name: string,
  account: Account | null,
  data: object,
  base = requireStack().functions,
): Promise<{ readonly status: number; readonly body: unknown }> {
  return callAs(name, account === null ? null : await signIn(account), data, base);
}

/** @param token of somebody who signed in before */
export async function callAs(name: string, token: string | null, data: object, base = requireStack().functions) {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const headers = { "content-type": "application/json", ...authorization };
  const signal = AbortSignal.timeout(60_000);
  const init = { method: "POST", headers, body: JSON.stringify({ data }), signal };
  const reply = await fetch(`${base}/${name}`, init);
  return { status: reply.status, body: (await reply.json()) as unknown };
}
