import { CallError } from "./call-error.ts";
import { type CallReply, isTokenRefused, toOutcome } from "./call-reply.ts";
import { loadAuth } from "./client.ts";

/** Hosting gives up on a function after 60 s. */
const TIMEOUT_MS = 65_000;

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/**
 * Calls the function `name` through the page's own host, by the callable protocol, with the token of who is signed in. Nothing is
 * tried again by itself except with a newer token, since a call that fails late may have been done.
 * @throws CallError and nothing else
 */
export async function call<T>(name: string, data: unknown, resultSchema: Schema<T>): Promise<T> {
  if (!navigator.onLine) throw new CallError("offline");
  let reply = await post(name, data, await readToken(false));
  if (isTokenRefused(reply)) reply = await post(name, data, await readToken(true));
  const outcome = toOutcome(reply);
  if (outcome instanceof CallError) throw outcome;
  const parsed = resultSchema.safeParse(outcome.result);
  if (!parsed.success) throw new CallError("unreadable");
  return parsed.data;
}

async function readToken(fresh: boolean): Promise<string> {
  const token = await loadAuth()
    .then((auth) => auth.readToken(fresh))
    .catch(() => {
      throw new CallError("offline");
    });
  if (token === null) throw new CallError("auth_failed");
  return token;
}

async function post(name: string, data: unknown, token: string): Promise<CallReply> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`/call/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ data }),
      cache: "no-store",
      credentials: "omit",
      signal,
    });
    const text = await response.text();
    return { status: response.status, body: toJson(text) };
  } catch {
    throw new CallError(signal.aborted ? "timeout" : navigator.onLine ? "unreachable" : "offline");
  }
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
