import { z } from "zod/mini";
import { nodeIdSchema, uidSchema } from "./ids.ts";
import { repairActions } from "./repair.ts";
import { instantSchema } from "./time.ts";

/** Document `networks/{n}/accessLog/{id}`: who did what, when. */
export const accessLogEntrySchema = z.object({
  v: z.literal(1),
  at: instantSchema,
  who: uidSchema,
  act: z.literal("repair"),
  nodeId: nodeIdSchema,
  repair: z.object({ id: z.string(), action: z.enum(repairActions), from: instantSchema, to: instantSchema }),
});
export type AccessLogEntry = z.infer<typeof accessLogEntrySchema>;
