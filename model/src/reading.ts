import type { NodeId } from "./ids.ts";
import type { Location } from "./location.ts";
import type { Quantity } from "./units.ts";

export const qualities = ["good", "estimated", "suspect", "missing"] as const;
export type Quality = (typeof qualities)[number];

/**
 * The platform's standard format (founding document, II): identifier, type, unit, value, position, time, whatever the protocol.
 * `value` is an integer in the step of the quantity (see `quantities`); `unit` is the quantity's.
 */
export interface Reading {
  readonly nodeId: NodeId;
  readonly channel: string;
  readonly quantity: Quantity;
  readonly unit: string;
  readonly value: number;
  /** Milliseconds since 1970, by the gateway's clock when the message arrived. */
  readonly at: number;
  readonly quality: Quality;
  /** The node's position, else its network's, else unknown. */
  readonly location: Location | null;
  /** Sequence of the native message in the gateway's queue: with channel, time and queue epoch the reading's identity. */
  readonly sequence: number;
}

/** A state change: switched, opened, motion, button. `value` is canonical: boolean for binary, the native word for enum and text. */
export interface NodeEvent {
  readonly nodeId: NodeId;
  readonly channel: string;
  readonly value: string | number | boolean;
  readonly at: number;
  readonly sequence: number;
}
