import { z } from "zod/mini";
import { type NodeId, networkIdSchema, nodeIdSchema } from "./ids.ts";
import type { Network } from "./network.ts";
import { instantSchema } from "./time.ts";

/** Local months that raw readings are kept where an owner has not chosen. */
export const RAW_MONTHS_DEFAULT = 13;
export const RAW_MONTHS_MAX = 36;
/** To erase a network or an account one must have signed in this recently. */
export const REAUTHENTICATION_MS = 300_000;
/** A download must begin this soon after it was asked for. */
export const EXPORT_LINK_MS = 60_000;

/** Stands for a person in the logs of others once their account is erased; their label is then "". */
export const ERASED_PRINCIPAL = "erased";
/** Stands for a node in the log of its network once it is erased. */
export const ERASED_NODE_ID = "erased0000000000000000" as NodeId;

export const exportFormats = ["json", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * Argument of the callable `account`: one act each, for owners. Errors: `not_found` for what is not the caller's, `bad_request` names
 * the field, `reauthenticate` where the sign-in is older than five minutes.
 */
export const accountRequestSchema = z.discriminatedUnion("act", [
  /** → `{}`. What is older goes within a day. */
  z.strictObject({
    act: z.literal("setRetention"),
    networkId: networkIdSchema,
    rawMonths: z.int().check(z.gte(1), z.lte(RAW_MONTHS_MAX)),
  }),
  /** → `ExportLink`. JSON: one file; CSV: a ZIP of one table a file. */
  z.strictObject({ act: z.literal("export"), networkId: networkIdSchema, format: z.enum(exportFormats) }),
  /** → `Erased`, as the next two. */
  z.strictObject({ act: z.literal("eraseNode"), nodeId: nodeIdSchema }),
  z.strictObject({ act: z.literal("eraseNetwork"), networkId: networkIdSchema }),
  /** With every network that the caller owns, and their grants in those of others. */
  z.strictObject({ act: z.literal("eraseAccount") }),
]);
export type AccountRequest = z.infer<typeof accountRequestSchema>;

/** `query`: for a GET of the function `download`, until `expiresAt`. */
export const exportLinkSchema = z.object({ query: z.string(), expiresAt: instantSchema });
export type ExportLink = z.infer<typeof exportLinkSchema>;

/** `finished` false: the rest goes in the next minutes, whatever the caller does. */
export const erasedSchema = z.object({ finished: z.boolean() });
export type Erased = z.infer<typeof erasedSchema>;

/** Local months that raw readings of a network are kept. */
export function toRawMonths({ rawMonths }: Pick<Network, "rawMonths">): number {
  return rawMonths ?? RAW_MONTHS_DEFAULT;
}
