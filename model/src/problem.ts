import { z } from "zod/mini";

const fieldErrorSchema = z.object({ path: z.string(), expected: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** RFC 9457 problem document; `instance` is the reference id that also stands in the log. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  instance: z.string(),
  /** Each fault: where (path of the field) and what was expected. */
  errors: z.optional(z.array(fieldErrorSchema)),
});
export type Problem = z.infer<typeof problemSchema>;
