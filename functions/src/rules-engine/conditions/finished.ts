import type { Trigger } from "@lastmeter/model/condition";
import { type Condition, toCondition } from "./condition.ts";
import { forget, type Measured, measure, toScale, toSum } from "./measured.ts";

const RUNNING = 1;
const QUIET = 2;
const FINISHED = 3;

/** An appliance that drew much and has drawn little since, for so long. */
export function toFinishedCondition(
  { above, below, forMs }: Extract<Trigger, { kind: "finished" }>,
  measured: Measured,
): Condition {
  const scale = toScale(measured);
  return toCondition({
    parts: measured.parts,
    isOfHome: measured.isOfHome,
    forMs,
    judge(memory, { told }) {
      const sum = toSum(memory, measured.parts);
      const { phase, since = told } = memory;
      const isOver = phase === QUIET && told - since >= forMs;
      return {
        holds: phase === undefined ? null : phase === FINISHED || isOver,
        value: sum === null ? null : sum / scale,
        at: phase === undefined ? null : since,
      };
    },
    toldDueAt: ({ phase, since = 0 }) => (phase === QUIET ? since + forMs : Number.POSITIVE_INFINITY),
    onValue(memory, part, value, at) {
      const sum = measure(memory, measured, part, value);
      if (sum === null) return false;
      const before = memory.phase;
      if (before === QUIET && at - (memory.since ?? at) >= forMs) memory.phase = FINISHED;
      if (sum > above * scale) memory.phase = RUNNING;
      else if (memory.phase === RUNNING && sum < below * scale) memory.phase = QUIET;
      else if (memory.phase === QUIET && sum >= below * scale) memory.phase = RUNNING;
      else memory.phase ??= 0;
      if (memory.phase === before) return false;
      if (memory.phase !== FINISHED) memory.since = at;
      return true;
    },
    onAway(memory, part) {
      forget(memory, part);
      if (memory.phase !== FINISHED) delete memory.phase;
      return false;
    },
  });
}
