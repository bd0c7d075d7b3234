import { grantRoles } from "@lastmeter/model/grant";
import { type Problem, problemSchema } from "@lastmeter/model/problem";
import { resolutionSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import type { Permitted } from "../../access/access.ts";
import { isoOutSchema, toIso } from "./iso.ts";

/** What a grant allows. */
export const permittedSchema = z.object({
  role: z.enum(grantRoles),
  resolution: resolutionSchema,
  channels: z.nullable(z.array(z.string())),
  from: z.nullable(isoOutSchema),
  until: z.nullable(isoOutSchema),
});

/** Problem document (RFC 9457) of the API. */
export const apiProblemSchema = z.object({ ...problemSchema.shape, permitted: z.optional(permittedSchema) });
export type ApiProblem = z.infer<typeof apiProblemSchema>;

export function toWirePermitted(permitted: Permitted): z.infer<typeof permittedSchema> {
  const { role, resolution, channels, from, until } = permitted;
  return {
    role,
    resolution,
    channels: channels && [...channels],
    from: from === null ? null : toIso(from),
    until: until === null ? null : toIso(until),
  };
}

export function withPermitted(problem: Problem, detail: string, permitted: Permitted): ApiProblem {
  return { ...problem, detail, permitted: toWirePermitted(permitted) };
}
