import { z } from "zod/mini";

/** Document `users/{uid}`: what follows a person from one phone to the next. */
export const profileSchema = z.object({
  v: z.literal(1),
  /** BCP 47; absent: the phone's. */
  locale: z.optional(z.string().check(z.maxLength(35))),
  /** ISO 4217. */
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
});
export type Profile = z.infer<typeof profileSchema>;
