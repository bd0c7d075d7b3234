import { z } from "zod/mini";
import { emailSchema, grantSchema, grantTermsSchema, principalIdSchema } from "./grant.ts";
import { networkIdSchema, nodeIdSchema, uidSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

export const INVITATION_MS = 24 * 3_600_000;
/** Nodes of one invitation or change. */
export const SHARE_NODES_MAX = 50;

/** What is shared: single nodes, or (null) the network with all its nodes, present and later. */
const nodesSchema = z.nullable(z.array(nodeIdSchema).check(z.minLength(1), z.maxLength(SHARE_NODES_MAX)));

/** 128 random bits, base64url: the secret of an invitation's link. The database keeps its SHA-256 as the document's id. */
export const invitationTokenSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));

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

/**
 * Argument of the callable `sharing`: one act each. Errors: `bad_request` names the field; `not_found` where the caller may not know
 * of it; `forbidden` where they may know but not do it (an administrator about their own or the owner's grant).
 */
export const sharingRequestSchema = z.discriminatedUnion("act", [
  /** By an owner or administrator. Only an owner may name role admin. → `{ token, expiresAt }`; the link is `/invitation/{networkId}/{token}`. */
  z.strictObject({
    act: z.literal("invite"),
    networkId: networkIdSchema,
    nodeIds: nodesSchema,
    email: emailSchema,
    terms: grantTermsSchema,
  }),
  /** What an invitation offers, to the person it is for. → `InvitationOffer` */
  z.strictObject({ act: z.literal("preview"), networkId: networkIdSchema, token: invitationTokenSchema }),
  /** Needs the e-mail the invitation names, verified. → `{ nodeIds }` */
  z.strictObject({ act: z.literal("accept"), networkId: networkIdSchema, token: invitationTokenSchema }),
  z.strictObject({ act: z.literal("decline"), networkId: networkIdSchema, token: invitationTokenSchema }),
  /** Takes an invitation back that nobody has answered. `invitationId` is the document's id. */
  z.strictObject({
    act: z.literal("withdraw"),
    networkId: networkIdSchema,
    invitationId: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
  }),
  /** Grants a program directly: an owner consents. The client must exist (`clients/{clientId}`) → `{ nodeIds }` */
  z.strictObject({
    act: z.literal("grantClient"),
    networkId: networkIdSchema,
    nodeIds: nodesSchema,
    clientId: z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/)),
    terms: grantTermsSchema,
  }),
  /** New terms for grants somebody has. */
  z.strictObject({
    act: z.literal("change"),
    networkId: networkIdSchema,
    nodeIds: nodesSchema,
    principalId: principalIdSchema,
    terms: grantTermsSchema,
  }),
  /** At once. `nodeIds` null: all this principal has in the network, whatever its source. Several principals: bulk. */
  z.strictObject({
    act: z.literal("revoke"),
    networkId: networkIdSchema,
    nodeIds: nodesSchema,
    principalIds: z.array(principalIdSchema).check(z.minLength(1), z.maxLength(50)),
  }),
  /** A grantee gives back what they were lent; `nodeIds` null: everything of the network. */
  z.strictObject({ act: z.literal("leave"), networkId: networkIdSchema, nodeIds: nodesSchema }),
  /** All grants and open invitations of a network, by an owner or administrator. → `SharingList` */
  z.strictObject({ act: z.literal("list"), networkId: networkIdSchema }),
  /** Tells the owner that a person opened what was shared; written at most once an hour and grant. */
  z.strictObject({ act: z.literal("opened"), networkId: networkIdSchema, nodeIds: nodesSchema }),
  /** The network gets another owner, who must be an administrator of it already (verified). The old one becomes administrator. Owner only. */
  z.strictObject({ act: z.literal("transfer"), networkId: networkIdSchema, to: uidSchema }),
]);
export type SharingRequest = z.infer<typeof sharingRequestSchema>;
export type SharingAct = SharingRequest["act"];

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
  invitations: z.array(z.extend(invitationSchema, { id: z.string() })),
});
export type SharingList = z.infer<typeof sharingListSchema>;
