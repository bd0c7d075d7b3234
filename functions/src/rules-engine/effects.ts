import type { Severity } from "@lastmeter/model/alarm";
import type { CommandOrder } from "@lastmeter/model/command";
import type { NodeId } from "@lastmeter/model/ids";
import type { Evidence, withheldReasons } from "@lastmeter/model/rule";
import type { Scalar } from "./conditions/condition.ts";

export type Withheld = (typeof withheldReasons)[number];

/** An action of a run: which firing of which rule, and which of its `actions` (`whenOver`). */
export interface Place {
  readonly ruleId: string;
  readonly version: number;
  readonly seq: number;
  readonly over: boolean;
  readonly index: number;
}

/** What rules come to, as plain data, in order of time. */
export type Effect =
  /** A run begins; what it does follows. */
  | {
      readonly kind: "fire";
      readonly ruleId: string;
      readonly version: number;
      readonly seq: number;
      readonly at: number;
      readonly evidence: readonly Evidence[];
      readonly hops: number;
    }
  | {
      readonly kind: "over";
      readonly ruleId: string;
      readonly seq: number;
      readonly at: number;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: "raise";
      readonly place: Place;
      readonly at: number;
      readonly severity: Severity;
      readonly title: string | null;
      readonly quiet: boolean;
      readonly nodeId: NodeId | null;
      /** What the trigger is judged by. */
      readonly value: Scalar | null;
    }
  /** `raisedAt` and `nodeId`: of the alarm that ends. */
  | {
      readonly kind: "clear";
      readonly ruleId: string;
      readonly raisedAt: number;
      readonly nodeId: NodeId | null;
      readonly at: number;
    }
  | {
      readonly kind: "notify";
      readonly place: Place;
      readonly at: number;
      readonly severity: Severity;
      /** Null: owner and administrators. */
      readonly to: readonly string[] | null;
      readonly text: string;
      readonly quiet: boolean;
      /** What the trigger is judged by, and its node. */
      readonly value: Scalar | null;
      readonly nodeId: NodeId | null;
      /** When the alarm of the same firing was raised; null: it raises none. */
      readonly alarmAt: number | null;
    }
  | {
      readonly kind: "command";
      readonly place: Place;
      readonly at: number;
      readonly order: Extract<CommandOrder, { kind: "set" }>;
      /** On whose behalf. */
      readonly by: string;
      readonly hops: number;
    }
  /** What waited will not be given. */
  | { readonly kind: "drop"; readonly place: Place; readonly why: Withheld }
  /** `why` null: it waits. */
  | {
      readonly kind: "withhold";
      readonly place: Place;
      readonly order: Extract<CommandOrder, { kind: "set" }>;
      readonly why: Withheld | null;
    };
