import { channelKeySchema } from "@lastmeter/model/channel";
import { commandValueSchema } from "@lastmeter/model/command";
import { type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import { toUtf8 } from "@lastmeter/model/link/bytes";
import { z } from "zod/mini";
import { memorySchema } from "./conditions/condition.ts";

/** What a rule's command brought about, for as long as it may cause something. */
const causeSchema = z.object({
  nodeId: nodeIdSchema,
  channel: channelKeySchema,
  value: commandValueSchema,
  at: z.number(),
  /** Rules one after the other, the one that gave it last. */
  chain: z.array(z.string()),
});

const rateFields = {
  /** By node: when it was last commanded. */
  sentAt: z.record(z.string(), z.number()),
  /** Commands given in the hour that began then. */
  hour: z.object({ at: z.number(), count: z.int() }),
};

const ruleStateSchema = z.object({
  version: z.int(),
  /** By condition. */
  memories: z.array(memorySchema),
  /** What those are about; absent: written before this was kept. */
  about: z.optional(z.array(z.string())),
  /** It holds and has fired. */
  on: z.boolean(),
  /** Of the next firing. */
  seq: z.int(),
  /** Since when it is on, while something from before then may yet be told: that is nothing to it. */
  from: z.optional(z.number()),
  firedAt: z.nullable(z.number()),
  /** Its alarm that stands. */
  alarm: z.nullable(z.object({ raisedAt: z.number(), nodeId: z.nullable(nodeIdSchema) })),
  toldDueAt: z.nullable(z.number()),
  clockDueAt: z.nullable(z.number()),
  /** Rules whose commands stand behind its newest change. */
  chain: z.array(z.string()),
  chainUntil: z.number(),
  /** That they do is likely: the home as a whole changed after them. */
  isChainLikely: z.optional(z.literal(true)),
  ...rateFields,
  /** Actions not carried out yet: `stale` until the gateway is heard in time, else until then; `loop`: they may go in circles. */
  owed: z.nullable(
    z.object({
      over: z.boolean(),
      left: z.array(z.int()),
      stale: z.boolean(),
      until: z._default(z.number(), 0),
      loop: z._default(z.boolean(), false),
    }),
  ),
});
export type RuleState = z.infer<typeof ruleStateSchema>;

const engineStateSchema = z.object({
  v: z.literal(1),
  /** Of the rule set that rules were judged by: another may have other prices, nodes, people. */
  set: z.int(),
  /** How far time has come, and up to when the gateway has told everything. 0: not begun. */
  clock: z.number(),
  told: z.number(),
  rules: z.record(z.string(), ruleStateSchema),
  causes: z.array(causeSchema),
  /** What rules commanded of late that are off since: on again they go no faster. */
  off: z._default(z.record(z.string(), z.object(rateFields)), {}),
});
export type EngineState = z.infer<typeof engineStateSchema>;

export const noEngineState: EngineState = { v: 1, set: 0, clock: 0, told: 0, rules: {}, causes: [], off: {} };

/** Field `rules` of document `networks/{n}/state/link`: some 100 bytes a rule. */
export function toEngineBytes(state: EngineState): Uint8Array {
  return toUtf8(JSON.stringify(state));
}

/** @throws if the bytes are no engine state: only the server writes them. */
export function parseEngineState(bytes: Uint8Array): EngineState {
  return engineStateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** JSON is what it is stored as, and the cheapest deep copy of so little. */
export function copyEngineState(state: EngineState): EngineState {
  return JSON.parse(JSON.stringify(state));
}

/** The state without a node that is erased. @throws if the bytes are no engine state */
export function forgetNodeInRules(bytes: Uint8Array, nodeId: NodeId): EngineState {
  const state = parseEngineState(bytes);
  const without = ({ [nodeId]: _, ...sentAt }: RuleState["sentAt"]) => sentAt;
  const rules = Object.entries(state.rules).map(([ruleId, rule]) => {
    const alarm = rule.alarm?.nodeId === nodeId ? null : rule.alarm;
    return [ruleId, { ...rule, sentAt: without(rule.sentAt), alarm }] as const;
  });
  const off = Object.entries(state.off).map(([id, each]) => [id, { ...each, sentAt: without(each.sentAt) }] as const);
  const causes = state.causes.filter((cause) => cause.nodeId !== nodeId);
  return { ...state, rules: Object.fromEntries(rules), off: Object.fromEntries(off), causes };
}

/** When the next thing is due by itself; null: nothing is. `told`: as soon as the gateway has been heard after it. */
export function toDueAt({ rules }: EngineState, by: "clock" | "told"): number | null {
  let due: number | null = null;
  for (const rule of Object.values(rules)) {
    const at = by === "clock" ? rule.clockDueAt : rule.toldDueAt;
    if (at !== null && (due === null || at < due)) due = at;
  }
  return due;
}
