import { type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import { base64UrlSchema, commandLimits } from "@lastmeter/model/link/messages";
import { instantSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";

/** How long after its deadline the report is waited for that a command handed over in time has brought about. */
export const ANSWER_GRACE_MS = 10_000;

/**
 * How long the network has to tell that a setting failed which its node does not report: a ZigBee request is given up after 10 s, and
 * may be tried once more on another route.
 */
export const MUTE_MS = 25_000;

/** How much longer while the gateway's queue drains: the report waits behind all that came before it. */
export const BEHIND_MAX_MS = 15 * 60_000;

/** What a switched on node draws is not judged any more when no batch came by then. */
export const DRAW_FORGOTTEN_MS = 30 * 60_000;

/** A place in the gateway's queue: what came before it tells nothing of a command. */
const placeSchema = z.object({ queueEpoch: base64UrlSchema(16), n: z.int().check(z.gte(0)) });
export type Place = z.infer<typeof placeSchema>;

const openCommandSchema = z.object({
  id: base64UrlSchema(16),
  target: z.string(),
  /** `rule/run` that gave it. */
  cause: z.optional(z.string()),
  /** When it is ended if nothing is heard: its deadline, and once handed over a grace. */
  dueAt: instantSchema,
  /** Where reports count from; present once the network has it, or may have. */
  after: z.optional(placeSchema),
  /** The bridge does not know whether the network has it. */
  unsure: z.optional(z.literal(true)),
  /** Its node does not report what it sets. */
  mute: z.optional(z.literal(true)),
  /** Its gateway was replaced since: what became of it, if it was handed over, the new one does not know. */
  orphan: z.optional(z.literal(true)),
});
export type OpenCommand = z.infer<typeof openCommandSchema>;

/** Says that it is on; whether it draws is not known before its meter has reported. */
const drawSchema = z.object({
  id: base64UrlSchema(16),
  nodeId: nodeIdSchema,
  channel: z.string(),
  after: placeSchema,
  /** Its meter has reported nothing drawn since. */
  isZero: z.boolean(),
  /** When it is judged. */
  by: instantSchema,
});
export type Draw = z.infer<typeof drawSchema>;

/**
 * Field `link.commands` of `state/link`, which every batch reads anyway: a home without open commands pays nothing for them. Its version
 * guards each change of a command's state, so two that would contradict each other cannot both happen.
 */
export const openCommandsSchema = z.object({
  /** Of the newest command. */
  seq: z.int().check(z.gte(0)),
  open: z.array(openCommandSchema).check(z.maxLength(commandLimits.count)),
  draws: z.array(drawSchema).check(z.maxLength(commandLimits.count)),
  /** Who, as a hash, gave how many within the minute since. */
  given: z.array(z.object({ who: z.string(), since: instantSchema, count: z.int() })),
});
export type OpenCommands = z.infer<typeof openCommandsSchema>;

export const noCommands: OpenCommands = { seq: 0, open: [], draws: [], given: [] };

/** When `tick` is to look though the gateway says nothing; null: not at all. */
export function toDueAt({ open, draws }: OpenCommands): number | null {
  const dues = [...open.map(({ dueAt }) => dueAt), ...draws.map(({ by }) => by + DRAW_FORGOTTEN_MS)];
  return dues.length === 0 ? null : Math.min(...dues);
}

/** What comes of commands is told to no trace that is gone. */
export function forgetCauses(commands: OpenCommands, isThere: (ruleId: string) => boolean): OpenCommands {
  const open = commands.open.map(({ cause, ...rest }) =>
    cause !== undefined && isThere(cause.split("/")[0] ?? "") ? { ...rest, cause } : rest,
  );
  return { ...commands, open };
}

/** Without those of a node that is erased. */
export function forgetCommands(commands: OpenCommands | undefined, nodeId: NodeId): OpenCommands | undefined {
  if (commands === undefined) return undefined;
  return {
    ...commands,
    open: commands.open.filter(({ target }) => target !== nodeId && !target.startsWith(`${nodeId}/`)),
    draws: commands.draws.filter((draw) => draw.nodeId !== nodeId),
  };
}
