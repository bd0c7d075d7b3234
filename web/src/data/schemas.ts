import { networkSchema } from "@lastmeter/model/network";
import { healthSchema, liveSchema, nodeSchema } from "@lastmeter/model/node";
import { z } from "zod/mini";
import { profileSchema } from "./profile-schema.ts";

/** Loaded after the first paint, or with a snapshot: nothing is parsed before. */
const documentsSchema = z.array(z.tuple([z.string(), z.unknown()]));

export const schemas = {
  network: networkSchema,
  node: nodeSchema,
  live: liveSchema,
  health: healthSchema,
  profile: profileSchema,
  /** What was last known of somebody's homes. */
  snapshot: z.object({ v: z.literal(1), networks: documentsSchema, nodes: documentsSchema, live: documentsSchema }),
};
