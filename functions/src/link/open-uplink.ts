import type { Bytes } from "@lastmeter/model/link/bytes";
import { type Frame, type FrameHeader, openFrame, parseFrame, ROUTE_UPLINK } from "@lastmeter/model/link/frame";
import type { LinkKey } from "@lastmeter/model/link/key";
import { deriveSessionKeys, type SessionKeys } from "@lastmeter/model/link/session";
import { AppError } from "../platform/app-error.ts";
import type { LinkContext } from "./context.ts";
import type { LinkSession } from "./link-record.ts";
import { isOurNetworkId, isOurSessionId } from "./server-ids.ts";

/** A frame whose ids the server itself made; nothing was read from the database for it, but the key where it was not in memory. */
export interface ClaimedFrame {
  readonly frame: Frame;
  /** By which it is to be opened: the session's keys where they are in memory, else the key they are derived from. */
  readonly by: SessionKeys | LinkKey;
}

export interface OpenedFrame {
  readonly plaintext: Bytes;
  readonly keys: SessionKeys;
}

/** @throws AppError: garbage and forged ids end here. */
export async function claimUplink(context: LinkContext, body: Uint8Array): Promise<ClaimedFrame> {
  const { linkSecret } = context.secrets;
  const frame = parseFrame(body);
  if (typeof frame === "string") throw new AppError(frame, "frame");
  const { header } = frame;
  if (header.type !== "uplink" || header.route !== ROUTE_UPLINK) throw new AppError("bad_frame", "type or route");
  // Kept under all three ids once a frame that bore them was opened: they need no other proof.
  const keys = context.sessionKeys.get(toSessionKeysId(header));
  if (keys !== undefined) return { frame, by: keys };
  if (!(await isOurNetworkId(linkSecret, header.networkId))) throw new AppError("auth_failed", "forged network id");
  if (!(await isOurSessionId(linkSecret, header, header.sid, context.clock()))) {
    throw new AppError("auth_failed", "forged or expired session id");
  }
  const linkKey = await context.keyRing.find(header.networkId, header.kid);
  if (linkKey === null) throw new AppError("auth_failed", "unknown key");
  return { frame, by: linkKey };
}

/** Opens with keys in memory, before anything is read; null where the session is not known here. @throws AppError. */
export async function openKnownUplink({ frame, by }: ClaimedFrame): Promise<OpenedFrame | null> {
  return isSessionKeys(by) ? openWith(by, frame) : null;
}

/** @throws AppError where the gateway does not hold the session's key, or the frame was changed. */
export async function openUplink(
  context: LinkContext,
  { frame, by }: ClaimedFrame,
  session: LinkSession,
): Promise<OpenedFrame> {
  const { networkId } = frame.header;
  const keys = isSessionKeys(by) ? by : await deriveSessionKeys(by, { networkId, ...session });
  const opened = await openWith(keys, frame);
  context.sessionKeys.set(toSessionKeysId(frame.header), keys);
  return opened;
}

const isSessionKeys = (by: SessionKeys | LinkKey): by is SessionKeys => "up" in by;

function toSessionKeysId({ networkId, kid, sid }: FrameHeader): string {
  return `${networkId}|${kid}|${sid}`;
}

async function openWith(keys: SessionKeys, frame: Frame): Promise<OpenedFrame> {
  const plaintext = await openFrame(keys.up, frame);
  if (plaintext === null) throw new AppError("auth_failed", "tag");
  return { plaintext, keys };
}
