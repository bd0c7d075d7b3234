import { instantSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";

/** ISO 8601 with `Z` or an offset. */
export const isoSchema = z.pipe(
  z.pipe(
    z.iso.datetime({ offset: true }).check(z.maxLength(35)),
    z.transform((text) => Date.parse(text)),
  ),
  instantSchema,
);

/** In answers: UTC. */
export const isoOutSchema = z.iso.datetime();

export const toIso = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
