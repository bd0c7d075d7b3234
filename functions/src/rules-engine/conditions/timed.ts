import { type Condition, type Judgement, toCondition } from "./condition.ts";

export interface Stretch extends Judgement {
  /** It is so in `[from, until)`. */
  readonly from: number;
  readonly until: number;
}

/**
 * A condition that time alone decides. `find` is asked once for each stretch.
 * @param valueAt where the value changes inside a stretch
 */
export function toTimedCondition(
  find: (at: number) => Omit<Stretch, "from">,
  valueAt?: (at: number) => number | null,
): Condition {
  let known: Stretch | null = null;
  const at = (clock: number): Stretch => {
    if (known === null || clock < known.from || clock >= known.until) known = { from: clock, ...find(clock) };
    return known;
  };
  return toCondition({
    judge(_, { clock }) {
      const stretch = at(clock);
      return valueAt === undefined ? stretch : { ...stretch, value: valueAt(clock) };
    },
    clockDueAt: (_, clock) => at(clock).until,
  });
}
