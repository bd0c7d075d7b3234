import { z } from "zod/mini";

/** RFC 9457 problem document; `instance` is the reference id that also stands in the log. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  instance: z.string(),
  /** Each fault: where (path of the field) and what was expected. */
  errors: z.optional(z.array(z.object({ path: z.string(), expected: z.string() }))),
});
export type Problem = z.infer<typeof problemSchema>;
