import type { NodeId } from "@lastmeter/model/ids";
import type { Scalar } from "./conditions/condition.ts";

/** What the engine is told, in order of arrival; what one message says has one `sequence`. */
export type Fact =
  | {
      readonly kind: "value";
      readonly nodeId: NodeId;
      readonly channel: string;
      /** A number in steps, a boolean or a word: canonical. */
      readonly value: Scalar;
      readonly at: number;
      readonly sequence: number;
    }
  | { readonly kind: "heard"; readonly nodeId: NodeId; readonly at: number; readonly sequence: number }
  /** Nothing is known of the node, or of any (null), from then on. */
  | { readonly kind: "away"; readonly nodeId: NodeId | null; readonly at: number; readonly sequence: number }
  /** The gateway has nothing more to say of the time until then. */
  | { readonly kind: "told"; readonly at: number; readonly sequence: number };
