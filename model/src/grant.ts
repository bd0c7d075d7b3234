import { z } from "zod/mini";
import { channelKeySchema } from "./channel.ts";
import { networkIdSchema, nodeIdSchema, toBase64Url, uidSchema } from "./ids.ts";
import { instantSchema, type Resolution, resolutionSchema, resolutions, timeZoneSchema } from "./time.ts";

/** viewer: sees. operator: may also send commands. admin: also configuration, status, grants of others. */
export const grantRoles = ["viewer", "operator", "admin"] as const;
export type GrantRole = (typeof grantRoles)[number];

/** `uid` of a person, or `c~` and the id of a third party's program: neither can be taken for the other. */
export const principalIdSchema = z.string().check(z.regex(/^(c~[A-Za-z0-9_-]{8,64}|[A-Za-z0-9]{1,128})$/));
export type PrincipalId = string;
export const toClientPrincipal = (clientId: string): PrincipalId => `c~${clientId}`;
export const isClientPrincipal = (principalId: PrincipalId): boolean => principalId.startsWith("c~");

/** Lower case, as Firebase Authentication keeps it. */
export const emailSchema = z
  .string()
  .check(z.maxLength(254), z.regex(/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/), z.toLowerCase());

export const localDaySchema = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/));

export const viewIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));

const DAY_MS = 86_400_000;
/** Unless somebody chooses otherwise: a household member for good, everybody else this long. */
export const GUEST_GRANT_MS = 30 * DAY_MS;
/** A grant that ends may end at most this far ahead. */
export const GRANT_MAX_MS = 10 * 366 * DAY_MS;

/** What is granted, without to whom. */
export const grantTermsSchema = z
  .strictObject({
    role: z.enum(grantRoles),
    /** The finest that may be read. An operator and an admin read raw. */
    resolution: resolutionSchema,
    /** Null: all, later ones too. A list: copies of these only; on single nodes only. */
    channels: z.nullable(z.array(channelKeySchema).check(z.minLength(1), z.maxLength(32))),
    from: instantSchema,
    /** Null: until revoked. */
    until: z.nullable(instantSchema),
    /** First local day of the home that may be read; null: all. In the app a bucket is readable if it begins on or after it. */
    historyFrom: z.nullable(localDaySchema),
    /** In plain words, shown to both. */
    purpose: z.string().check(z.maxLength(200)),
  })
  .check(
    z.refine(({ from, until }) => until === null || (from < until && until - from <= GRANT_MAX_MS), {
      path: ["until"],
      message: "after the beginning, at most ten years",
    }),
    z.refine(({ role, resolution, channels }) => role === "viewer" || (resolution === "raw" && channels === null), {
      path: ["resolution"],
      message: "who operates or administers sees everything: raw, all channels",
    }),
  );
export type GrantTerms = z.infer<typeof grantTermsSchema>;

/**
 * Documents `nodes/{n}/grants/{principalId}` and `networks/{n}/grants/{principalId}`. The network's are the only list of members and
 * administrators; the server copies them to each node (`source: network`), now and for nodes that come later. A grant of a node's own
 * stands before a copy. Written by the server only; gone when it ends.
 */
export const grantSchema = z.object({
  v: z.literal(1),
  principalId: principalIdSchema,
  principal: z.enum(["user", "client"]),
  /** How the owner knows them: e-mail of a person, name of a program. */
  label: z.string().check(z.maxLength(254)),
  networkId: networkIdSchema,
  /** Null: of the network. */
  nodeId: z.nullable(nodeIdSchema),
  source: z.enum(["node", "network"]),
  role: z.enum(grantRoles),
  resolution: resolutionSchema,
  channels: z.nullable(z.array(channelKeySchema)),
  /** The copies this grant reads instead of the node's own documents; null when `channels` is. */
  view: z.nullable(viewIdSchema),
  from: instantSchema,
  until: z.nullable(instantSchema),
  historyFrom: z.nullable(localDaySchema),
  purpose: z.string(),
  by: uidSchema,
  at: instantSchema,
  /** What somebody needs who may not read the network: its name and zone, and who owns it. */
  networkName: z.string(),
  timeZone: timeZoneSchema,
  ownerLabel: z.string(),
  /** When a person last opened it in the app, to the hour; null: never. */
  lastOpenedAt: z.nullable(instantSchema),
  /** When the lists of `nodes`, `live` and `health` must follow: beginning or end. Null: never. */
  dueAt: z.nullable(instantSchema),
});
export type Grant = z.infer<typeof grantSchema>;

/** Whether what is asked for is not finer than `finest`. */
export function isCoarseEnough(asked: Resolution, finest: Resolution): boolean {
  return resolutions.indexOf(asked) >= resolutions.indexOf(finest);
}

export function isCurrent({ from, until }: Pick<Grant, "from" | "until">, now: number): boolean {
  return from <= now && (until === null || now < until);
}

/** Stable for a set of channels of a node, whatever their order: grants of the same channels share their copies. */
export async function toViewId(nodeId: string, channels: readonly string[]): Promise<string> {
  const text = [nodeId, ...[...new Set(channels)].sort()].join("\n");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return toBase64Url(new Uint8Array(digest)).slice(0, 22);
}
