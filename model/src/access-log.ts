import { z } from "zod/mini";
import { grantTermsSchema, principalIdSchema } from "./grant.ts";
import { nodeIdSchema } from "./ids.ts";
import { instantSchema, resolutionSchema } from "./time.ts";

export const ACCESS_LOG_DAYS = 400;

/** What every entry says. `who`: a principal, or `lastmeter` for what is due by itself (an end, retention). */
const common = {
  v: z.literal(1),
  at: instantSchema,
  who: z.union([principalIdSchema, z.literal("lastmeter")]),
  /** E-mail or program's name at that time; absent in entries older than sharing, "" after erasure. */
  whoLabel: z.optional(z.string().check(z.maxLength(254))),
  /** The nodes it is about, at most 100; absent: the network. */
  nodeIds: z.optional(z.array(nodeIdSchema).check(z.maxLength(100))),
};
const withPrincipal = {
  principalId: z.nullable(principalIdSchema),
  /** E-mail or name of whom it is about. */
  label: z.string().check(z.maxLength(254)),
};

/** Document `networks/{n}/accessLog/{id}`: who did or read what, when. Created by the server only; nobody changes or removes one. */
export const accessLogEntrySchema = z.union([
  z.object({
    ...common,
    act: z.literal("repair"),
    nodeId: nodeIdSchema,
    repair: z.object({
      id: z.string(),
      action: z.string().check(z.maxLength(32)),
      from: instantSchema,
      to: instantSchema,
    }),
  }),
  z.object({ ...common, ...withPrincipal, act: z.enum(["invite", "grant", "change"]), terms: grantTermsSchema }),
  /** `leave`: by themselves; `expire`: by its end; `decline`, `withdraw`: an invitation. */
  z.object({
    ...common,
    ...withPrincipal,
    act: z.enum(["revoke", "leave", "expire", "decline", "withdraw", "transfer"]),
  }),
  /** A person opened in the app what they were lent. */
  z.object({ ...common, act: z.literal("open") }),
  /** A read through the API. */
  z.object({
    ...common,
    act: z.literal("read"),
    resolution: resolutionSchema,
    from: instantSchema,
    to: instantSchema,
    purpose: z.string().check(z.maxLength(200)),
  }),
  /** A file of everything was made. */
  z.object({ ...common, act: z.literal("export"), format: z.enum(["json", "csv"]) }),
  /** `what`: "retention" months were set, a node was erased, … in one word of the code's own. */
  z.object({
    ...common,
    act: z.enum(["settings", "key", "command", "configuration", "erase", "alarm"]),
    what: z.string().check(z.maxLength(64)),
    value: z.optional(z.string().check(z.maxLength(200))),
  }),
]);
export type AccessLogEntry = z.infer<typeof accessLogEntrySchema>;
