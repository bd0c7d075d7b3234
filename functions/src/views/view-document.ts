import { channelKeySchema } from "@lastmeter/model/channel";
import { type NodeId, networkIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { instantSchema, type Resolution } from "@lastmeter/model/time";
import { z } from "zod/mini";
import type { SeriesKind } from "./view-content.ts";

/** Document `nodes/{n}/views/{viewId}`; the server's own. */
export const viewDocumentSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  channels: z.array(channelKeySchema),
  at: instantSchema,
  /** `opening`: what was there before is being copied; `dropping`: the copies are being removed. */
  state: z.enum(["opening", "ready", "dropping"]),
  /** How far that has come: which part, and the last document of it. */
  part: z.int().check(z.gte(0)),
  after: z.string(),
});
export type ViewDocument = z.infer<typeof viewDocumentSchema>;

/** One collection of a node that views copy. */
export interface ViewPart {
  readonly kind: SeriesKind;
  /** Documents read at once. */
  readonly page: number;
  /** A document of it. */
  path(nodeId: NodeId, id: string): string;
}

const toPart = (resolution: Resolution, page: number): ViewPart => ({
  kind: resolution === "raw" ? "raw" : "slots",
  page,
  path: (nodeId, id) => paths.bucket(nodeId, resolution, id),
});

/** The small ones first. */
export const viewParts: readonly ViewPart[] = [
  toPart("month", 50),
  toPart("day", 50),
  { kind: "events", page: 50, path: paths.events },
  toPart("hour", 50),
  toPart("quarter", 50),
  toPart("raw", 8),
];
