import type { Grant } from "@lastmeter/model/grant";
import type { Resolution } from "@lastmeter/model/time";
import { type Ask, type DenialReason, decideAccess, type Permitted, toPermitted } from "../../access/access.ts";
import { AppError } from "../../platform/app-error.ts";

/** 403 that names what is allowed instead. */
export class NotPermitted extends AppError {
  readonly permitted: Permitted;
  readonly denial: Denial;
  readonly detail: string;

  constructor(denial: Denial, permitted: Permitted) {
    super("forbidden", `grant: ${denial}`);
    this.permitted = permitted;
    this.denial = denial;
    this.detail = details[denial];
  }
}

type Denial = Exclude<DenialReason, "none" | "early" | "over"> | "until";

const details: Readonly<Record<Denial, string>> = {
  resolution: "Finer than the grant allows",
  channels: "Channels that the grant does not name",
  history: "Older than the grant allows",
  until: "Beyond the end of the grant",
  role: "The grant is for reading only",
};

/** One answer for unknown, not lent, not begun and over. */
export const unknownNode = () => new AppError("not_found", "no such node of this client");

export interface LentNode {
  readonly ownerId: string;
  readonly grant: Grant | null;
}

/** @returns the grant that allows it. @throws AppError not_found or NotPermitted */
export function requireGrant(node: LentNode | null, principalId: string, ask: Ask, now: number): Grant {
  if (node === null || node.grant === null) throw unknownNode();
  const { ownerId, grant } = node;
  const access = decideAccess({ principalId, ownerId, networkGrant: null, grant, ask, now });
  if (access.isAllowed) return grant;
  const { reason, permitted } = access;
  if (permitted === null || reason === "none" || reason === "early" || reason === "over") throw unknownNode();
  throw new NotPermitted(reason, permitted);
}

export interface ReadAsk {
  /** "events" count as raw. */
  readonly resolution: Resolution | "events";
  readonly channels: readonly string[] | null;
  readonly from: number;
  readonly to: number;
}

/** As `requireGrant`; the range must also end where the grant does. */
export function requireReading(node: LentNode | null, principalId: string, ask: ReadAsk, now: number): Grant {
  const { resolution, channels, from, to } = ask;
  const kind: Ask =
    resolution === "events" ? { kind: "events", channels, from } : { kind: "series", resolution, channels, from };
  const grant = requireGrant(node, principalId, kind, now);
  if (grant.until !== null && to > grant.until) throw new NotPermitted("until", toPermitted(grant));
  return grant;
}
