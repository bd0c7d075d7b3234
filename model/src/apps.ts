import { z } from "zod/mini";
import { clientIdSchema, clientSchema, clientScopes, secretIdSchema } from "./client.ts";
import { grantRoles } from "./grant.ts";
import { nodeIdSchema } from "./ids.ts";
import { nodesSchema } from "./sharing.ts";
import { instantSchema, resolutionSchema } from "./time.ts";

/** Results of the callable `apps`. */

/** Shown once, never stored: the database keeps a keyed hash. */
const secretText = z.string();

export const newSecretSchema = z.object({ secretId: secretIdSchema, secret: secretText });
export const newClientSchema = z.object({ clientId: clientIdSchema, ...newSecretSchema.shape });
export type NewClient = z.infer<typeof newClientSchema>;
export const personalClientSchema = z.object({ ...newClientSchema.shape, nodeIds: nodesSchema });
export type PersonalClient = z.infer<typeof personalClientSchema>;

export const aboutClientSchema = z.object({
  name: z.string(),
  description: z.string(),
  kind: clientSchema.shape.kind,
  /** Null: personal. */
  provider: z.nullable(z.object({ name: z.string(), website: z.nullable(z.string()), contact: z.string() })),
});
export type AboutClient = z.infer<typeof aboutClientSchema>;

const count = z.int().check(z.gte(0));

/** A day of UTC; counted a minute late at most. */
export const usageDaySchema = z.object({
  /** `2026-11-28`. */
  day: z.string(),
  requests: count,
  /** Answers from 400 on, those below included. */
  errors: count,
  /** Answered 429. */
  limited: count,
  /** Values that left. */
  rows: count,
});
export type UsageDay = z.infer<typeof usageDaySchema>;

/** The newest faults of a day, as its program got them; `reference` stands in the problem document and in the log. */
export const clientFaultSchema = z.object({
  at: instantSchema,
  status: z.int(),
  kind: z.string(),
  /** `GET /v1/nodes/{id}/measurements`. */
  route: z.string(),
  reference: z.string(),
});
export type ClientFault = z.infer<typeof clientFaultSchema>;

export const clientListSchema = z.object({
  clients: z.array(
    z.object({
      clientId: clientIdSchema,
      ...clientSchema.shape,
      /** The last 30 days on which it was used, newest first. */
      usage: z.array(usageDaySchema),
      /** At most 20, newest first. */
      faults: z.array(clientFaultSchema),
      /** Nodes it was lent, copies of networks' grants among them. */
      nodes: count,
    }),
  ),
});
export type ClientList = z.infer<typeof clientListSchema>;

export const consentedListSchema = z.object({
  nodes: z.array(
    z.object({
      nodeId: nodeIdSchema,
      /** As its owner calls it; "" where it is gone. */
      name: z.string(),
      networkName: z.string(),
      /** E-mail of the owner. */
      ownerLabel: z.string(),
      role: z.enum(grantRoles),
      resolution: resolutionSchema,
      /** Labels; null: all. */
      channels: z.nullable(z.array(z.string())),
      timeZone: z.string(),
      from: instantSchema,
      until: z.nullable(instantSchema),
      historyFrom: z.nullable(z.string()),
      purpose: z.string(),
    }),
  ),
});
export type ConsentedList = z.infer<typeof consentedListSchema>;

/** Beside the grants of the callable `sharing`: who these programs are. */
export const networkClientListSchema = z.object({
  clients: z.array(
    z.object({
      clientId: clientIdSchema,
      ...aboutClientSchema.shape,
      scopes: z.array(z.enum(clientScopes)),
      /** `gone`: the program is no more, what it was lent is void. */
      state: z.enum(["active", "disabled", "suspended", "gone"]),
      isMine: z.boolean(),
      /** When it last read or did something here; null: not yet. */
      lastUsedAt: z.nullable(instantSchema),
    }),
  ),
});
export type NetworkClientList = z.infer<typeof networkClientListSchema>;
