import { type Grant, type GrantRole, isCoarseEnough, isCurrent } from "@lastmeter/model/grant";
import { type Resolution, toDayInterval } from "@lastmeter/model/time";

/** Channels are keys of the node's; null: all of them, later ones too. `from`: the oldest that is asked for; an instant. */
interface Extent {
  readonly channels: readonly string[] | null;
  readonly from: number;
}

/** What somebody wants of a node, or of its network. */
export type Ask =
  | ({ readonly kind: "series"; readonly resolution: Resolution } & Extent)
  | ({ readonly kind: "events" } & Extent)
  | { readonly kind: "live"; readonly channels: readonly string[] | null }
  /** Its name, place and channels. */
  | { readonly kind: "node" }
  /** Make its gateway send at once. */
  | { readonly kind: "watch" }
  | { readonly kind: "command" }
  | { readonly kind: (typeof nodeAffairs)[number] | (typeof networkAffairs)[number] };

/** For whoever administers the node. */
export const nodeAffairs = ["health", "grants", "repairs"] as const;
/** For whoever administers the network. */
export const networkAffairs = [
  "network",
  "config",
  "deadLetters",
  "accessLog",
  "alarms",
  "rules",
  "members",
  "invitations",
] as const;

export type AccessGrant = Pick<
  Grant,
  "principalId" | "role" | "resolution" | "channels" | "from" | "until" | "historyFrom" | "timeZone"
>;

export interface AccessFacts {
  /** Who asks: a `uid`, or `c~` and a client's id. */
  readonly principalId: string;
  /** Of the node and its network. */
  readonly ownerId: string;
  /** `networks/{n}/grants/{principalId}` */
  readonly networkGrant: AccessGrant | null;
  /** `nodes/{n}/grants/{principalId}` */
  readonly grant: AccessGrant | null;
  readonly ask: Ask;
  readonly now: number;
}

/** Why not: no grant; not begun; over; too fine; other channels; too old; not for this role. */
export type DenialReason = "none" | "early" | "over" | "resolution" | "channels" | "history" | "role";

/** What may be read instead. */
export interface Permitted {
  readonly role: GrantRole;
  readonly resolution: Resolution;
  readonly channels: readonly string[] | null;
  /** Nothing older; null: all. */
  readonly from: number | null;
  readonly until: number | null;
}

export type Access =
  | { readonly isAllowed: true; readonly role: GrantRole | "owner" }
  | { readonly isAllowed: false; readonly reason: DenialReason; readonly permitted: Permitted | null };

/**
 * The table of `firestore.rules`, for the HTTPS API and for callables; `vectors.ts` holds both to it. A range is allowed whole or not at
 * all: a bucket may be read if it begins on or after `historyFrom`, as in the rules.
 */
export function decideAccess({ principalId, ownerId, networkGrant, grant, ask, now }: AccessFacts): Access {
  if (principalId === ownerId) return { isAllowed: true, role: "owner" };
  const ofNode = grant?.principalId === principalId ? grant : null;
  const ofNetwork = networkGrant?.principalId === principalId ? networkGrant : null;
  if (isOneOf(networkAffairs, ask.kind)) return decide(ofNetwork, ask, now);
  const byNode = decide(ofNode, ask, now);
  // An administrator of the network may let any of its nodes be watched.
  if (byNode.isAllowed || ask.kind !== "watch" || ofNetwork?.role !== "admin") return byNode;
  return decide(ofNetwork, ask, now);
}

function decide(grant: AccessGrant | null, ask: Ask, now: number): Access {
  if (grant === null) return { isAllowed: false, reason: "none", permitted: null };
  if (!isCurrent(grant, now)) {
    return { isAllowed: false, reason: now < grant.from ? "early" : "over", permitted: null };
  }
  const permitted = toPermitted(grant);
  const reason = toReason(grant, permitted.from, ask);
  return reason === null ? { isAllowed: true, role: grant.role } : { isAllowed: false, reason, permitted };
}

/** What a grant that is current allows. */
export function toPermitted({ role, resolution, channels, until, historyFrom, timeZone }: AccessGrant): Permitted {
  const from = historyFrom === null ? null : toDayInterval(historyFrom, timeZone).startAt;
  return { role, resolution, channels, from, until };
}

function toReason(grant: AccessGrant, oldest: number | null, ask: Ask): DenialReason | null {
  switch (ask.kind) {
    case "node":
      return null;
    case "command":
      return grant.role === "viewer" ? "role" : null;
    case "watch":
      return grant.resolution === "raw" ? null : "resolution";
    case "live":
      return toExtentReason(grant, null, { resolution: "raw", channels: ask.channels, from: null });
    case "events":
      return toExtentReason(grant, oldest, { ...ask, resolution: "raw" });
    case "series":
      return toExtentReason(grant, oldest, ask);
    default:
      return grant.role === "admin" ? null : "role";
  }
}

function toExtentReason(
  grant: AccessGrant,
  oldest: number | null,
  ask: { readonly resolution: Resolution; readonly channels: readonly string[] | null; readonly from: number | null },
): DenialReason | null {
  if (!isCoarseEnough(ask.resolution, grant.resolution)) return "resolution";
  const { channels } = grant;
  if (channels !== null && !ask.channels?.every((key) => channels.includes(key))) return "channels";
  return oldest !== null && ask.from !== null && ask.from < oldest ? "history" : null;
}

function isOneOf<T extends string>(list: readonly T[], text: string): text is T {
  return list.some((item) => item === text);
}
