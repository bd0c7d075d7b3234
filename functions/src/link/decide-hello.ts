import type { Hello } from "@lastmeter/model/link/messages";
import { emptyReplayWindow } from "@lastmeter/model/link/replay-window";
import { SESSION_MAX_MS } from "@lastmeter/model/link/session";
import { type LinkRecord, type LinkSession, PENDING_MAX, PENDING_MAX_MS } from "./link-record.ts";

export interface SessionOffer {
  readonly sid: string;
  readonly serverNonce: string;
}

/**
 * A new pending session for a gateway that proved its key. A replayed hello replaces its own earlier one, so it fills one place
 * only; where all places are taken the oldest makes room, so that nobody can keep a gateway out. The active session is untouched.
 */
export function decideHello(
  link: LinkRecord,
  hello: Hello,
  offer: SessionOffer,
  now: number,
): { readonly link: LinkRecord; readonly session: LinkSession } | "auth_failed" | "revoked" {
  if (link.revoked) return "revoked";
  if (!link.kids.includes(hello.kid)) return "auth_failed";
  const session: LinkSession = {
    sid: offer.sid,
    kid: hello.kid,
    clientNonce: hello.clientNonce,
    serverNonce: offer.serverNonce,
    boot: hello.boot,
    version: hello.version,
    startedAt: now,
    expiresAt: now + SESSION_MAX_MS,
    window: emptyReplayWindow,
  };
  const others = link.pending.filter(
    (pending) => isPendingAlive(pending, now) && pending.clientNonce !== hello.clientNonce,
  );
  return { link: { ...link, pending: [...others, session].slice(-PENDING_MAX) }, session };
}

export function isPendingAlive(session: LinkSession, now: number): boolean {
  return now < session.startedAt + PENDING_MAX_MS;
}

/** Whether version `a` comes before `b`, e.g. `0.9.0` before `0.10.0`. */
export function isOlderVersion(a: string, b: string): boolean {
  return a.localeCompare(b, "en", { numeric: true }) < 0;
}
