import { z } from "zod/mini";
import { nodeIdSchema, uidSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

/**
 * What an owner decides of a stretch `[from, to)` of a node's past.
 * - `exclude`: nothing of it counts, as if nothing had been heard; registers begin anew after it.
 * - `accept`: what looked impossible there is true and counts.
 * - `restore`: earlier decisions about it no longer hold.
 */
export const repairActions = ["exclude", "accept", "restore"] as const;
export type RepairAction = (typeof repairActions)[number];

/** Longer stretches are repaired in parts. */
export const REPAIR_MAX_MS = 92 * 86_400_000;

/** Argument of the callable `repair`. */
export const repairRequestSchema = z
  .strictObject({ nodeId: nodeIdSchema, from: instantSchema, to: instantSchema, action: z.enum(repairActions) })
  .check(z.refine(({ from, to }) => from < to && to - from <= REPAIR_MAX_MS, "from before to, at most 92 days apart"));
export type RepairRequest = z.infer<typeof repairRequestSchema>;

/** Result of the callable. */
export const repairResultSchema = z.object({ repairId: z.string() });
export type RepairResult = z.infer<typeof repairResultSchema>;

/** Document `nodes/{n}/repairs/{id}`: one decision; a later one wins where they overlap. */
export const repairSchema = z.object({
  v: z.literal(1),
  networkId: z.string(),
  from: instantSchema,
  to: instantSchema,
  action: z.enum(repairActions),
  by: uidSchema,
  at: instantSchema,
});
export type Repair = z.infer<typeof repairSchema>;
