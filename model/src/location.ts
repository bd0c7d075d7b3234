import { z } from "zod/mini";

/** WGS 84, degrees. */
export const locationSchema = z.object({
  latitude: z.number().check(z.gte(-90), z.lte(90)),
  longitude: z.number().check(z.gte(-180), z.lte(180)),
});
export type Location = z.infer<typeof locationSchema>;
