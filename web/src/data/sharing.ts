import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import {
  invitationOfferSchema,
  inviteResultSchema,
  type SharingList,
  sharedNodesSchema,
  sharingListSchema,
} from "@lastmeter/model/sharing";
import type { SharingAct, SharingRequest } from "@lastmeter/model/sharing-request";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { z } from "zod/mini";
import { call } from "./call.ts";

type Request<A extends SharingAct> = Omit<Extract<SharingRequest, { act: A }>, "act">;
const done = z.unknown();

/** The acts of sharing. @throws CallError */
export const sharing = {
  invite: (request: Request<"invite">) => call("sharing", { act: "invite", ...request }, inviteResultSchema),
  preview: (request: Request<"preview">) => call("sharing", { act: "preview", ...request }, invitationOfferSchema),
  accept: (request: Request<"accept">) => call("sharing", { act: "accept", ...request }, sharedNodesSchema),
  decline: (request: Request<"decline">) => call("sharing", { act: "decline", ...request }, done),
  withdraw: (request: Request<"withdraw">) => call("sharing", { act: "withdraw", ...request }, done),
  grantClient: (request: Request<"grantClient">) =>
    call("sharing", { act: "grantClient", ...request }, sharedNodesSchema),
  change: (request: Request<"change">) => call("sharing", { act: "change", ...request }, done),
  revoke: (request: Request<"revoke">) => call("sharing", { act: "revoke", ...request }, done),
  leave: (request: Request<"leave">) => call("sharing", { act: "leave", ...request }, done),
  transfer: (request: Request<"transfer">) => call("sharing", { act: "transfer", ...request }, done),
};

interface Listed {
  readonly list: SharingList | null;
  /** Why the newest reading failed. */
  readonly fault: unknown;
}

const AGAIN_MS = 20_000;
const nothing: Listed = { list: null, fault: null };
const lists = new Map<NetworkId, Listed>();
const users = new Set<() => void>();

function publish(networkId: NetworkId, listed: Listed): void {
  lists.set(networkId, listed);
  for (const user of users) user();
}

function subscribe(user: () => void): () => void {
  users.add(user);
  return () => users.delete(user);
}

/** Reads all grants and open invitations of a home anew. */
export async function reloadSharing(networkId: NetworkId): Promise<void> {
  try {
    publish(networkId, { list: await call("sharing", { act: "list", networkId }, sharingListSchema), fault: null });
  } catch (fault) {
    publish(networkId, { list: lists.get(networkId)?.list ?? null, fault });
  }
}

/** All grants and open invitations of a home, read when the component comes and every now and then while it is looked at. */
export function useSharing(networkId: NetworkId | null): Listed & { reload(): Promise<void> } {
  const listed = useSyncExternalStore(subscribe, () => (networkId ? (lists.get(networkId) ?? nothing) : nothing));
  const reload = useCallback(async () => {
    if (networkId !== null) await reloadSharing(networkId);
  }, [networkId]);
  useEffect(() => {
    void reload();
    const again = () => {
      if (document.visibilityState === "visible") void reload();
    };
    const timer = setInterval(again, AGAIN_MS);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, [reload]);
  return { ...listed, reload };
}

const OPENED_MS = 3_600_000;
const opened = new Map<string, number>();

/** Tells the owner that this was looked at; the server keeps it to the hour. What cannot be told now is told next time. */
export function tellOpened(networkId: NetworkId, nodeIds: readonly NodeId[] | null): void {
  const key = `${networkId} ${nodeIds?.join() ?? ""}`;
  if (Date.now() - (opened.get(key) ?? 0) < OPENED_MS) return;
  opened.set(key, Date.now());
  void call("sharing", { act: "opened", networkId, nodeIds }, done).catch(() => opened.delete(key));
}
