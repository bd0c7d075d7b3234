import type { Quantity } from "@lastmeter/model/units";
import type { Leaf } from "./leaf.ts";

const PERIODIC =
  /today|yesterday|daily|(^|_)(day|week|month|year|hour)(_|$)|month(ly)?|hourly|weekly|yearly|session|(^|_)last(_|$)|meter_start|meter_now|single|real_time|current_consumption/;
const NO_COUNTER = /balance|remaining|surplus|credit|mean|average|threshold|limit|alarm|set$|preset|target|max|min$/;
const VOLUME_REGISTER = /^(gas|water)$|consumed|total|meter|^volume(_\d)?$|summation/;
const LAST_ONLY = /\blast\b/i;
const EXPORT = /produced|production|export|reverse|output|inject|returned|received|feed_?in|(^|_)fed(_|$)/;

export interface Counter {
  readonly register: boolean;
  readonly periodic: boolean;
  readonly direction: "import" | "export" | undefined;
}

const none: Counter = { register: false, periodic: false, direction: undefined };

/** Whether a number only rises, or falls back at midnight or at the end of a session; and which way the energy went. */
export function toCounter(leaf: Leaf, quantity: Quantity): Counter {
  const energy = quantity === "energy" || quantity === "reactiveEnergy" || quantity === "apparentEnergy";
  const volume = quantity === "volume";
  if (!(energy || volume) || (leaf.access & 2) !== 0) return none;
  const property = leaf.property.toLowerCase();
  const direction = EXPORT.test(property) ? "export" : "import";
  if (PERIODIC.test(property) || (volume && LAST_ONLY.test(leaf.description)))
    return { register: false, periodic: true, direction };
  if (NO_COUNTER.test(property) || (volume && !VOLUME_REGISTER.test(property))) return none;
  return { register: true, periodic: false, direction };
}
