import { z } from "zod/mini";
import { emailSchema, grantSchema, grantTermsSchema } from "./grant.ts";
import { networkIdSchema, nodeIdSchema, toBase64Url, uidSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

export const INVITATION_MS = 24 * 3_600_000;
/** Of one network at a time. */
export const OPEN_INVITATIONS_MAX = 50;
/** Nodes of one invitation or change. */
export const SHARE_NODES_MAX = 50;

/** What is shared: single nodes, or (null) the network with all its nodes, present and later. */
export const nodesSchema = z.nullable(z.array(nodeIdSchema).check(z.minLength(1), z.maxLength(SHARE_NODES_MAX)));

/** 128 random bits, base64url: the secret of an invitation's link. The database keeps its SHA-256 as the document's id. */
export const invitationTokenSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));

/** Id of the document that an invitation's link means. */
export async function toInvitationId(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return toBase64Url(new Uint8Array(digest)).slice(0, 22);
}

/** Document `networks/{n}/invitations/{sha256 of token, base64url 22}`. Server writes; owner and administrators read. Gone when answered or 24 h old. */
export const invitationSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  email: emailSchema,
  nodeIds: nodesSchema,
  terms: grantTermsSchema,
  by: uidSchema,
  at: instantSchema,
  expiresAt: instantSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

export const invitationOfferSchema = z.object({
  networkName: z.string(),
  ownerLabel: z.string(),
  email: z.string(),
  nodes: z.nullable(z.array(z.object({ nodeId: nodeIdSchema, name: z.string(), room: z.nullable(z.string()) }))),
  terms: grantTermsSchema,
  expiresAt: instantSchema,
});
export type InvitationOffer = z.infer<typeof invitationOfferSchema>;

export const inviteResultSchema = z.object({ token: invitationTokenSchema, expiresAt: instantSchema });
export const sharedNodesSchema = z.object({ nodeIds: nodesSchema });
export const sharingListSchema = z.object({
  grants: z.array(grantSchema),
  invitations: z.array(z.object({ ...invitationSchema.shape, id: z.string() })),
});
export type SharingList = z.infer<typeof sharingListSchema>;
