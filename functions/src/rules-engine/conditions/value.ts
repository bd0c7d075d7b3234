import type { Level } from "@lastmeter/model/condition";
import { type Condition, toCondition } from "./condition.ts";
import { forget, type Measured, measure, toScale, toSum } from "./measured.ts";

/** A sum of channels beyond its limit, for so long. */
export function toValueCondition(
  { is, limit, hysteresis, forMs }: Extract<Level, { kind: "value" }>,
  measured: Measured,
): Condition {
  const scale = toScale(measured);
  const sign = is === "above" ? 1 : -1;
  const begins = sign * limit * scale;
  const ends = begins - hysteresis * scale;
  return toCondition({
    parts: measured.parts,
    isOfHome: measured.isOfHome,
    forMs,
    judge(memory, { told }) {
      const sum = toSum(memory, measured.parts);
      const value = sum === null ? null : sum / scale;
      if (memory.on === undefined) return { holds: null, value, at: null };
      const since = memory.since ?? told;
      return { holds: memory.on && told - since >= forMs, value, at: since };
    },
    toldDueAt: ({ on, since = 0 }) => (on && forMs > 0 ? since + forMs : Number.POSITIVE_INFINITY),
    onValue(memory, part, value, at) {
      const sum = measure(memory, measured, part, value);
      if (sum === null) return false;
      const isBeyond = sign * sum > (memory.on ? ends : begins);
      if (memory.on === isBeyond) return false;
      memory.on = isBeyond;
      memory.since = at;
      return true;
    },
    onAway(memory, part) {
      forget(memory, part);
      delete memory.on;
      return false;
    },
  });
}
