import type { Interval } from "@lastmeter/model/time";
import type { Mark } from "./mark.ts";

/** A colour role of the theme. */
export type PartRole = "import" | "export" | "solar" | "battery" | "load";

/** One part of a bar: stacked above zero, or hatched below it. Never negative. */
export interface EnergyPart {
  readonly role: PartRole;
  readonly wh: number;
  readonly below?: boolean;
}

export interface EnergyBar extends Interval {
  readonly parts: readonly EnergyPart[];
  /** Drawn in outline. */
  readonly estimated: boolean;
  /** Nothing is known of a time that has been: the place is marked, not left to look like zero. */
  readonly missing: boolean;
  readonly mark?: Mark | undefined;
}
