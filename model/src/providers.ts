import { z } from "zod/mini";
import { providerIdSchema, providerSchema } from "./provider.ts";

/** Results of the callable `providers`. */
export const requestedProviderSchema = z.object({ providerId: providerIdSchema });
export const providerListSchema = z.object({
  /** Whether the caller is the platform's operator, who decides. */
  isOperator: z.boolean(),
  providers: z.array(z.object({ providerId: providerIdSchema, ...providerSchema.shape })),
});
export type ProviderList = z.infer<typeof providerListSchema>;
