import { z } from "zod/mini";
import { clientNameSchema } from "./client.ts";
import { emailSchema } from "./grant.ts";
import { PROVIDER_ADMINS_MAX, providerIdSchema, providerProfileSchema } from "./provider.ts";

/**
 * Argument of the callable `providers`: one act each. `not_found` where the caller may not know of it, `forbidden` without a verified
 * e-mail, `too_many` open requests, `conflict`: the name is taken. A result that is not named is null.
 */
export const providersRequestSchema = z.discriminatedUnion("act", [
  /** By anybody with a verified e-mail, who becomes its administrator. → `{ providerId }` */
  z.strictObject({ act: z.literal("request"), name: clientNameSchema, profile: providerProfileSchema }),
  /** Those one administers; all for the operator. → `ProviderList` */
  z.strictObject({ act: z.literal("list") }),
  /** By an administrator. The name is what was approved, and stays. */
  z.strictObject({ act: z.literal("edit"), providerId: providerIdSchema, profile: providerProfileSchema }),
  /** By an administrator: all of them anew, the caller among them; each an account with a verified e-mail (else `bad_request`). */
  z.strictObject({
    act: z.literal("setAdmins"),
    providerId: providerIdSchema,
    emails: z.array(emailSchema).check(z.minLength(1), z.maxLength(PROVIDER_ADMINS_MAX)),
  }),
  /** By the operator. Suspended: its clients are refused from the next call on, and their tokens are void for good. */
  z.strictObject({
    act: z.literal("decide"),
    providerId: providerIdSchema,
    state: z.enum(["approved", "suspended"]),
    reason: z.string().check(z.maxLength(200)),
  }),
]);
export type ProvidersRequest = z.infer<typeof providersRequestSchema>;
