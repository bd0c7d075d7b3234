import { z } from "zod";

/** Older entries make room; their `seq` goes into `floor`. Far more than a home is told within the longest deadline. */
const KEPT = 256;

/** What was executed, as it stands on the disk: the reason why nothing is executed twice. */
export const executedSchema = z.strictObject({
  v: z.literal(1),
  /** Commands up to this `seq` are not executed any more. Null: nothing is known of the past, what waits now is not executed. */
  floor: z.int().nullable(),
  /** In the order of execution. */
  commands: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        seq: z.int(),
        target: z.string().max(128),
        /** `unsure` from before it is published until it is. */
        outcome: z.enum(["unsure", "published"]),
        /** Of the queue's first message after it was published. */
        n: z.int().min(0).optional(),
        /** The dispatcher knows. */
        told: z.boolean(),
      }),
    )
    .max(KEPT),
});
export type Executed = z.infer<typeof executedSchema>;

export const nothingExecuted: Executed = { v: 1, floor: -1, commands: [] };

/** With these added; the oldest make room. */
export function withExecuted(before: Executed, added: Executed["commands"]): Executed {
  const all = [...before.commands, ...added];
  const dropped = all.slice(0, Math.max(0, all.length - KEPT));
  const floor = dropped.reduce((highest, { seq }) => Math.max(highest, seq), before.floor ?? -1);
  return { v: 1, floor, commands: all.slice(dropped.length) };
}
