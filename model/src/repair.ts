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

/** A stretch `[from, to)` of which a decision holds; `id`: of that decision. */
export interface DecidedStretch {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly action: Exclude<RepairAction, "restore">;
}

/** The stretches after one more decision, by time: where it speaks, nothing earlier holds. */
export function decideStretches(
  stretches: readonly DecidedStretch[],
  { from, to, action }: Pick<RepairRequest, "from" | "to" | "action">,
  id: string,
): readonly DecidedStretch[] {
  const rest = stretches.flatMap((stretch) => cut(stretch, from, to));
  const decided = action === "restore" ? rest : [...rest, { id, from, to, action }];
  return decided.sort((a, b) => a.from - b.from);
}

function cut(stretch: DecidedStretch, from: number, to: number): DecidedStretch[] {
  const before = { ...stretch, to: Math.min(stretch.to, from) };
  const after = { ...stretch, from: Math.max(stretch.from, to) };
  return [before, after].filter((piece) => piece.from < piece.to);
}
