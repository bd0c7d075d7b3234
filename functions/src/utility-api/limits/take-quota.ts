import { AppError } from "../../platform/app-error.ts";
import type { ApiContext } from "../context.ts";
import type { Policy, Taken } from "./bucket.ts";
import { tellLimit } from "./limits.ts";

const DAY_MS = 86_400_000;
/** Calls of a client, by all instances together, give or take what each does in a minute. */
const dayPolicy: Policy = { name: "day", quota: 50_000, windowS: DAY_MS / 1000 };

type Ground = Pick<ApiContext, "limits" | "policies" | "clock">;

function require(taken: Taken, reason: string): void {
  if (!taken.isAllowed) throw new AppError("rate_limited", reason, taken.retryAfterS);
}

/** @throws AppError rate_limited, with when to come again; the headers say what is left either way. */
export function takeQuota(
  { limits, policies, usage, clock }: Ground & Pick<ApiContext, "usage">,
  { clientId, cost, nodes }: { readonly clientId: string; readonly cost: number; readonly nodes: readonly string[] },
  headers: Headers,
): void {
  const now = clock();
  const taken = limits.take(policies.client, clientId, cost, now);
  tellLimit(headers, policies.client, taken);
  require(taken, "client");
  if (usage.requestsOf(clientId, now) >= dayPolicy.quota) {
    const resetS = Math.ceil((DAY_MS - (now % DAY_MS)) / 1000);
    tellLimit(headers, dayPolicy, { remaining: 0, resetS });
    throw new AppError("rate_limited", "day", resetS);
  }
  for (const node of nodes) {
    const ofNode = limits.take(policies.node, `${clientId} ${node}`, 1, now);
    if (!ofNode.isAllowed) tellLimit(headers, policies.node, ofNode);
    require(ofNode, "node");
  }
}

/** Of whoever has proved nothing. @throws AppError rate_limited */
export function takeStranger({ limits, policies, clock }: Ground, source: string, headers: Headers): void {
  const taken = limits.take(policies.stranger, source, 1, clock());
  tellLimit(headers, policies.stranger, taken);
  require(taken, "stranger");
}
