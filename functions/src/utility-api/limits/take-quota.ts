import { AppError } from "../../platform/app-error.ts";
import type { ApiContext } from "../context.ts";
import type { Taken } from "./bucket.ts";
import { toRateLimitHeaders } from "./limits.ts";

/** Calls of a client and day, by all instances together, give or take what each does in a minute. */
const DAY_QUOTA = 50_000;
const DAY_MS = 86_400_000;

/** @throws AppError rate_limited, with when to come again; the headers say what is left either way. */
export function takeQuota(
  { limits, policies, usage, clock }: ApiContext,
  { clientId, cost, nodes }: { readonly clientId: string; readonly cost: number; readonly nodes: readonly string[] },
  headers: Headers,
): void {
  const now = clock();
  if (usage.requestsOf(clientId, now) >= DAY_QUOTA) {
    throw new AppError("rate_limited", "day", Math.ceil((DAY_MS - (now % DAY_MS)) / 1000));
  }
  const require = (taken: Taken, reason: string) => {
    if (!taken.isAllowed) throw new AppError("rate_limited", reason, taken.retryAfterS);
  };
  const taken = limits.take(policies.client, clientId, cost, now);
  for (const [name, value] of Object.entries(toRateLimitHeaders(policies.client, taken))) headers.set(name, value);
  require(taken, "client");
  for (const node of nodes) {
    const ofNode = limits.take(policies.node, `${clientId} ${node}`, 1, now);
    if (!ofNode.isAllowed) {
      for (const [name, value] of Object.entries(toRateLimitHeaders(policies.node, ofNode))) headers.set(name, value);
    }
    require(ofNode, "node");
  }
}
