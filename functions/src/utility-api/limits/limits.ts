import { Lru } from "../../platform/lru.ts";
import { type Bucket, type Policy, type Taken, takeFrom } from "./bucket.ts";

const REMEMBERED = 20_000;

/**
 * Buckets in the memory of one instance: a client gets at most `maxInstances` times its quota. What it may use a day is counted by all
 * instances together (`usage`).
 */
export interface Limits {
  /** @param key whose bucket of this policy. */
  take(policy: Policy, key: string, cost: number, now: number): Taken;
}

export function createLimits(): Limits {
  // Apart by policy: whoever makes up names to fail by drives nobody's quota out of memory.
  const byPolicy = new Map<string, Lru<Bucket>>();
  return {
    take(policy, key, cost, now) {
      const buckets = byPolicy.get(policy.name) ?? new Lru<Bucket>(REMEMBERED);
      byPolicy.set(policy.name, buckets);
      const taken = takeFrom(buckets.get(key), policy, cost, now);
      buckets.set(key, taken.bucket);
      return taken;
    },
  };
}

export interface Policies {
  /** Calls of a client. */
  readonly client: Policy;
  /** Questions of a client about one node. */
  readonly node: Policy;
  /** Tokens for a secret of a client. */
  readonly token: Policy;
  /** Wrong secrets: of whoever sends them, and for one client; only the sender who has none left for a client is held up. */
  readonly failure: Policy;
  /** Calls without a valid token, of whoever sends them. */
  readonly stranger: Policy;
}

export const policies: Policies = {
  client: { name: "client", quota: 300, windowS: 60 },
  node: { name: "node", quota: 60, windowS: 60 },
  token: { name: "token", quota: 30, windowS: 60 },
  failure: { name: "failure", quota: 20, windowS: 120 },
  // Many behind one address share it.
  stranger: { name: "stranger", quota: 1200, windowS: 60 },
};

/** RateLimit header fields for HTTP, draft-ietf-httpapi-ratelimit-headers-11. */
function toRateLimitHeaders(
  { name, quota, windowS }: Policy,
  { remaining, resetS }: Pick<Taken, "remaining" | "resetS">,
): Record<string, string> {
  return {
    "ratelimit-policy": `"${name}";q=${quota};w=${windowS}`,
    ratelimit: `"${name}";r=${remaining};t=${resetS}`,
  };
}

export function tellLimit(headers: Headers, policy: Policy, taken: Pick<Taken, "remaining" | "resetS">): void {
  for (const [name, value] of Object.entries(toRateLimitHeaders(policy, taken))) headers.set(name, value);
}
