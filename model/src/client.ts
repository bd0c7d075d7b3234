import { z } from "zod/mini";
import { uidSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

/** What a program may ask of the API at all; what it may of a node is said by the grants of owners. */
export const clientScopes = [
  "nodes:read",
  "measurements:read",
  "events:read",
  "commands:write",
  "configuration:write",
] as const;
export type ClientScope = (typeof clientScopes)[number];
export const clientScopesSchema = z.array(z.enum(clientScopes)).check(
  z.minLength(1),
  z.maxLength(clientScopes.length),
  z.refine((scopes) => new Set(scopes).size === scopes.length),
);

export const clientIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/));
export const secretIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,22}$/));

/** Live at a time: the one in use and the next. */
export const CLIENT_SECRETS_MAX = 2;
/** Of one provider, and of one owner's own. */
export const CLIENTS_MAX = 20;

export const clientNameSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));

/**
 * Document `clients/{clientId}`: the public part of a third party's program. Read by its managers; written by the server only.
 * Secrets lie elsewhere, as keyed hashes.
 */
export const clientSchema = z.object({
  v: z.literal(1),
  name: clientNameSchema,
  description: z.string().check(z.maxLength(500)),
  /** `personal`: an owner's own program. */
  kind: z.enum(["provider", "personal"]),
  /** Null: personal. */
  providerId: z.nullable(z.string()),
  /** Of the provider; "" for a personal one. */
  providerName: z.string().check(z.maxLength(80)),
  /** The provider's administrators, or the owner. */
  managers: z.array(uidSchema).check(z.maxLength(20)),
  scopes: clientScopesSchema,
  /** By its managers; at the next call. */
  state: z.enum(["active", "disabled"]),
  /** Whether its provider is approved; true for a personal one. */
  approved: z.boolean(),
  /** Raised when a secret is dropped or the client disabled: tokens of an earlier epoch are refused. */
  epoch: z.int().check(z.gte(1)),
  secrets: z
    .array(z.object({ id: secretIdSchema, hint: z.string().check(z.maxLength(8)), createdAt: instantSchema }))
    .check(z.maxLength(CLIENT_SECRETS_MAX)),
  createdAt: instantSchema,
  by: uidSchema,
  /** To the minute; null: never. */
  lastUsedAt: z.nullable(instantSchema),
});
export type Client = z.infer<typeof clientSchema>;
