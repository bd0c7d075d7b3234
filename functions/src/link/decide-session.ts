import type { FrameHeader } from "@lastmeter/model/link/frame";
import { decideReplay } from "@lastmeter/model/link/replay-window";
import { isPendingAlive } from "./decide-hello.ts";
import type { LinkRecord, LinkSession } from "./link-record.ts";

/** The session a frame claims to belong to. Decides nothing about the frame: that takes the session's key. */
export function decideSession(
  link: LinkRecord,
  header: Pick<FrameHeader, "sid" | "kid">,
  now: number,
): LinkSession | "auth_failed" {
  const session = [link.active, ...link.pending].find((known) => known?.sid === header.sid);
  if (session === undefined || session === null || session.kid !== header.kid) return "auth_failed";
  const isActive = session === link.active;
  if (now >= session.expiresAt || (!isActive && !isPendingAlive(session, now))) return "auth_failed";
  return session;
}

/**
 * The record after a frame of `session` was opened: a key that it came under is the only one from now on. Its sequence number is used up and the session is the active one. The reply's
 * nonce is this number, so the record must be committed before a reply is sealed: never two replies to one number.
 */
export function decideFrame(link: LinkRecord, session: LinkSession, seq: number): LinkRecord | "replayed_seq" {
  const window = decideReplay(session.window, seq);
  if (window === null) return "replayed_seq";
  const isCurrentKey = session.kid === link.kids[0];
  return {
    ...link,
    kids: isCurrentKey ? link.kids : [session.kid],
    active: { ...session, window },
    pending: link.pending.filter(({ sid, kid }) => sid !== session.sid && (isCurrentKey || kid === session.kid)),
  };
}
