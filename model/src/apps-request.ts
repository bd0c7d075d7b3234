import { z } from "zod/mini";
import { clientIdSchema, clientNameSchema, clientScopesSchema, secretIdSchema } from "./client.ts";
import { grantTermsSchema } from "./grant.ts";
import { networkIdSchema } from "./ids.ts";
import { providerIdSchema } from "./provider.ts";
import { nodesSchema } from "./sharing.ts";

const description = z.string().check(z.maxLength(500));
const ofClient = { clientId: clientIdSchema };

/**
 * Argument of the callable `apps`: third parties' programs, one act each. `not_found` where the caller may not know of it, `forbidden`
 * without a verified e-mail or approval, `too_many` clients or secrets. A result that is not named is null.
 */
export const appsRequestSchema = z.discriminatedUnion("act", [
  /** Who asks for consent; to anybody signed in, of a program that may be granted something. → `AboutClient` */
  z.strictObject({ act: z.literal("about"), ...ofClient }),
  /** The caller's own programs, and those of the providers they administer. → `ClientList` */
  z.strictObject({ act: z.literal("list") }),
  /** What a program was lent, for its managers. → `ConsentedList`, at most 500 */
  z.strictObject({ act: z.literal("consented"), ...ofClient }),
  /** Who may read or do what in a network, when they last did; for its owner and administrators. → `NetworkClientList` */
  z.strictObject({ act: z.literal("ofNetwork"), networkId: networkIdSchema }),
  /** An owner's own program, made and granted in one act: as `grantClient` of `sharing`. → `PersonalClient` */
  z.strictObject({
    act: z.literal("createPersonal"),
    name: clientNameSchema,
    scopes: clientScopesSchema,
    networkId: networkIdSchema,
    nodeIds: nodesSchema,
    terms: grantTermsSchema,
  }),
  /** By an administrator of an approved provider (else `forbidden`). → `NewClient` */
  z.strictObject({
    act: z.literal("create"),
    providerId: providerIdSchema,
    name: clientNameSchema,
    description,
    scopes: clientScopesSchema,
  }),
  z.strictObject({
    act: z.literal("edit"),
    ...ofClient,
    name: clientNameSchema,
    description,
    scopes: clientScopesSchema,
  }),
  /** A second secret beside the first, so that nothing stands still while it is changed. → `NewSecret` */
  z.strictObject({ act: z.literal("addSecret"), ...ofClient }),
  /** Tokens got with any secret are void; the last one cannot be dropped (`conflict`): disable the client. */
  z.strictObject({ act: z.literal("dropSecret"), ...ofClient, secretId: secretIdSchema }),
  /** Takes effect at the next call. */
  z.strictObject({ act: z.literal("setState"), ...ofClient, state: z.enum(["active", "disabled"]) }),
  /** For good, and what it was lent with it. */
  z.strictObject({ act: z.literal("remove"), ...ofClient }),
]);
export type AppsRequest = z.infer<typeof appsRequestSchema>;
