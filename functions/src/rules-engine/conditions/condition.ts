import type { NodeId } from "@lastmeter/model/ids";
import { z } from "zod/mini";

const scalarSchema = z.union([z.number(), z.string(), z.boolean()]);
export type Scalar = z.infer<typeof scalarSchema>;

/** What the engine remembers of one condition between facts. Which fields it uses is its own affair. */
export const memorySchema = z.object({
  /** By part of what it looks at: the newest value; null: not known. */
  values: z.optional(z.array(z.nullable(scalarSchema))),
  /** When each was told. */
  ats: z.optional(z.array(z.number())),
  /** As of the newest fact; absent: not known. */
  on: z.optional(z.boolean()),
  /** Since when `on` is as it is; of a node: when it was last heard. */
  since: z.optional(z.number()),
  /** An appliance: 1 running, 2 quiet since `since`, 3 finished. */
  phase: z.optional(z.int()),
  /** A budget: the period's start, and what was counted in it. */
  period: z.optional(z.number()),
  drawnWh: z.optional(z.number()),
  givenWh: z.optional(z.number()),
  /** Of each power: what is not a whole Wh yet, in steps × ms. */
  rests: z.optional(z.array(z.number())),
  /** 1e-15 of the currency, as text. */
  femto: z.optional(z.string()),
});
export type Memory = z.infer<typeof memorySchema>;

/** `clock`: how far time has come. `told`: up to when the gateway has told everything; what lasts is known to last until then only. */
export interface Time {
  readonly clock: number;
  readonly told: number;
}

export interface Judgement {
  /** Null: not known. */
  readonly holds: boolean | null;
  readonly value: Scalar | null;
  readonly at: number | null;
}

/** A channel that a condition looks at. */
export interface Part {
  readonly nodeId: NodeId;
  readonly channel: string;
}

/** What does not count parts by their place: the rest means nothing where those are others. */
export const toUnplaced = ({ period, drawnWh, givenWh, femto }: Memory): Memory =>
  period === undefined ? {} : { period, drawnWh, givenWh, femto };

/** One condition of a rule, ready to be judged. */
export interface Condition {
  readonly parts: readonly Part[];
  /** Nodes of which it matters that something was heard. */
  readonly heeds: readonly NodeId[];
  /** It looks at the home as a whole. */
  readonly isOfHome: boolean;
  /** The longest it waits for something to last, ms. */
  readonly forMs: number;
  judge(memory: Memory, time: Time): Judgement;
  /** When it may change with no fact, by what the gateway has told, and by the clock. Infinity: never. */
  toldDueAt(memory: Memory): number;
  clockDueAt(memory: Memory, clock: number): number;
  /** Whether it may be judged otherwise now; a moment: whether it has happened. */
  onValue(memory: Memory, part: number, value: Scalar, at: number): boolean;
  onHeard(memory: Memory, at: number): boolean;
  /** Of the part's node, or its gateway, nothing is known from then on. */
  onAway(memory: Memory, part: number | null, at: number): boolean;
  /** A moment by the clock: whether it lies in `(from, to]`. */
  occurs(from: number, to: number): boolean;
}

const never = () => false;
const endless = () => Number.POSITIVE_INFINITY;

/** Filled up with what most conditions do not do. */
export function toCondition(own: Partial<Condition> & Pick<Condition, "judge">): Condition {
  return {
    parts: [],
    heeds: [],
    isOfHome: false,
    forMs: 0,
    toldDueAt: endless,
    clockDueAt: endless,
    onValue: never,
    onHeard: never,
    onAway: never,
    occurs: never,
    ...own,
  };
}
