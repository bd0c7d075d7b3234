import { z } from "zod/mini";
import { nodeIdSchema } from "./ids.ts";
import { locationSchema } from "./location.ts";
import { expectedMinutesSchema, nodeIcons, nodeRoles, totalSchema } from "./node.ts";

const wordsSchema = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));

/** What an owner or an administrator of the network decides about a node. What is left out stays as it is. */
export const nodeChangesSchema = z
  .strictObject({
    name: z.optional(wordsSchema(256)),
    room: z.optional(z.nullable(wordsSchema(64))),
    role: z.optional(z.nullable(z.enum(nodeRoles))),
    /** The node of the same network whose meter already counts this one. */
    inside: z.optional(z.nullable(nodeIdSchema)),
    /** Of channels of the node: power of quantity power, registers of quantity energy; each at most once. */
    total: z.optional(totalSchema),
    /** A, per phase; null: the home's own limit. Holds for what comes from now on. */
    ratedCurrentA: z.optional(z.nullable(z.number().check(z.positive(), z.lte(1000)))),
    /** Null: the network's. */
    location: z.optional(z.nullable(locationSchema)),
    /** Null: by what the node is for. */
    icon: z.optional(z.nullable(z.enum(nodeIcons))),
    protected: z.optional(z.boolean()),
    /** Null: by its kind. */
    expectedMinutes: z.optional(z.nullable(expectedMinutesSchema)),
    /** Approves a pending node. */
    status: z.optional(z.literal("active")),
  })
  .check(z.refine((changes) => Object.keys(changes).length > 0, "at least one change"));
export type NodeChanges = z.infer<typeof nodeChangesSchema>;

/** Argument of the callable `nodes`. Its result is empty. */
export const nodesRequestSchema = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("edit"), nodeId: nodeIdSchema, changes: nodeChangesSchema }),
]);
export type NodesRequest = z.infer<typeof nodesRequestSchema>;
