import { z } from "zod/mini";
import { clientNameSchema } from "./client.ts";
import { emailSchema } from "./grant.ts";
import { uidSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

/** `requested`: waits for the platform's operator. Clients of a provider that is not approved get no token and no answer. */
export const providerStates = ["requested", "approved", "suspended"] as const;
export type ProviderState = (typeof providerStates)[number];

export const providerKinds = ["utility", "supplier", "aggregator", "service"] as const;

export const providerIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
/** Requests of one person that nobody has decided. */
export const OPEN_REQUESTS_MAX = 3;
export const PROVIDER_ADMINS_MAX = 20;
const DECISIONS_MAX = 20;

const websiteSchema = z.nullable(z.url({ protocol: /^https$/ }).check(z.maxLength(200)));

/** What a company says of itself. */
export const providerProfileSchema = z.strictObject({
  kind: z.enum(providerKinds),
  website: websiteSchema,
  /** Where owners may write to. */
  contact: emailSchema,
  description: z.string().check(z.maxLength(500)),
});
export type ProviderProfile = z.infer<typeof providerProfileSchema>;

/** Document `providers/{providerId}`: a utility or service company. Read by its administrators and the operator; written by the server only. */
export const providerSchema = z.object({
  v: z.literal(1),
  /** Approved with the provider, and so fixed. */
  name: clientNameSchema,
  ...providerProfileSchema.shape,
  /** Who may register its clients; the labels are e-mails. */
  admins: z.array(uidSchema).check(z.maxLength(PROVIDER_ADMINS_MAX)),
  adminLabels: z.record(uidSchema, z.string().check(z.maxLength(254))),
  state: z.enum(providerStates),
  requestedAt: instantSchema,
  /** The operator's, newest last. */
  decisions: z
    .array(
      z.object({
        at: instantSchema,
        state: z.enum(providerStates),
        by: uidSchema,
        reason: z.string().check(z.maxLength(200)),
      }),
    )
    .check(z.maxLength(DECISIONS_MAX)),
});
export type Provider = z.infer<typeof providerSchema>;
export const withDecision = (provider: Provider, decision: Provider["decisions"][number]): Provider => ({
  ...provider,
  state: decision.state,
  decisions: [...provider.decisions, decision].slice(-DECISIONS_MAX),
});
