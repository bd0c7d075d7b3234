import type { Channel } from "@lastmeter/model/channel";
import type { CommandValue } from "@lastmeter/model/command";
import { toSteps } from "@lastmeter/model/units";

export type ReportedValue = string | number | boolean;

/** A share of a channel's range that devices round away. */
const ROUNDED_SHARE = 0.01;

/** What is no state that could be reported: then any report tells that the node heard it. */
export function isMomentary({ feature }: Channel, value: CommandValue): boolean {
  return feature === "cover" && value === "STOP";
}

/** A report of what was wanted, within what devices round. @param wanted in the quantity's unit */
export function isSame(channel: Channel, wanted: CommandValue, reported: ReportedValue): boolean {
  if (typeof wanted !== "number" || typeof reported !== "number") return String(wanted) === String(reported);
  const { quantity = "generic", min, max, step, factor = 1 } = channel;
  const range = min === undefined || max === undefined ? Math.abs(wanted / factor) : max - min;
  const tolerance = toSteps(quantity, Math.abs(step ?? range * ROUNDED_SHARE) * Math.abs(factor));
  return Math.abs(toSteps(quantity, wanted) - reported) <= Math.max(tolerance, 1);
}
