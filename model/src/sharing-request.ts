import { z } from "zod/mini";
import { emailSchema, grantTermsSchema, principalIdSchema } from "./grant.ts";
import { networkIdSchema, uidSchema } from "./ids.ts";
import { invitationTokenSchema, nodesSchema } from "./sharing.ts";

/**
 * Argument of the callable `sharing`: one act each. Errors: `bad_request` names the field; `not_found` where the caller may not know
 * of it; `forbidden` where they may know but not do it (an administrator about their own or the owner's grant); `too_many` open
 * invitations or members; `unavailable`: try again. A result that is not named is null.
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
  /** Needs the e-mail the invitation names, verified (else `forbidden`). → `{ nodeIds }` */
  z.strictObject({ act: z.literal("accept"), networkId: networkIdSchema, token: invitationTokenSchema }),
  z.strictObject({ act: z.literal("decline"), networkId: networkIdSchema, token: invitationTokenSchema }),
  /** Takes an invitation back that nobody has answered. `invitationId` is the document's id. */
  z.strictObject({
    act: z.literal("withdraw"),
    networkId: networkIdSchema,
    invitationId: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
  }),
  /** Grants a program directly, by an owner or administrator. The client must exist (`clients/{clientId}`) → `{ nodeIds }` */
  z.strictObject({
    act: z.literal("grantClient"),
    networkId: networkIdSchema,
    nodeIds: nodesSchema,
    clientId: z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/)),
    terms: grantTermsSchema,
  }),
  /** New terms for grants somebody has. Named nodes that a network's grant reaches get one of their own. → `{ nodeIds }` */
  z.strictObject({
    act: z.literal("change"),
    networkId: networkIdSchema,
    nodeIds: nodesSchema,
    principalId: principalIdSchema,
    terms: grantTermsSchema,
  }),
  /**
   * At once; who has nothing is left as they are. `nodeIds` null: all this principal has in the network, whatever its source. Named
   * nodes: their own grants, after which a network's grant counts there again; `bad_request` where only that reaches them. Several
   * principals: one after the other, up to the first that is `forbidden`.
   */
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
