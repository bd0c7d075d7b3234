import type { NetworkId } from "@lastmeter/model/ids";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import type { Secrets } from "../platform/config.ts";
import type { GatewaysStore, Ground } from "./gateways.store.ts";

export interface GatewaysContext {
  readonly store: GatewaysStore;
  readonly secrets: Secrets;
  /** Base URL of the deployed functions. */
  readonly dispatcherUrl: string;
  readonly now: number;
  /** Rules go by where the home is. Safe to repeat. */
  readonly followRules: (networkId: NetworkId) => Promise<void>;
}

const ATTEMPTS_MAX = 5;

/**
 * Decides on what is read and commits it, guarded by it; again where the gateway's own batch came between.
 * @throws AppError not_found: no such network, or the caller may not know of it; forbidden: it is the owner's.
 */
export async function decide<T>(
  { store, now }: GatewaysContext,
  { uid }: Caller,
  { networkId, who }: { readonly networkId: NetworkId; readonly who: "owner" | "manager" },
  work: (ground: Ground) => Promise<T | "conflict">,
): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const ground = await store.readGround(networkId, uid, now);
    if (ground === null) throw new AppError("not_found", "no network of this administrator");
    if (who === "owner" && ground.right.actor !== "owner") throw new AppError("forbidden", "the owner's to decide");
    const outcome = await work(ground);
    if (outcome !== "conflict") return outcome as T;
  }
  throw new AppError("unavailable", "contended", 2);
}
