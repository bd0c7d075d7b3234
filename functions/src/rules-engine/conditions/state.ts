import type { Trigger } from "@lastmeter/model/condition";
import { type Condition, type Part, toCondition } from "./condition.ts";

/** A binary, enum or text that is so, for so long. It stands until the device says otherwise. */
export function toStateCondition({ is, forMs }: Extract<Trigger, { kind: "state" }>, part: Part): Condition {
  return toCondition({
    parts: [part],
    forMs,
    judge({ values, since = 0 }, { told }) {
      const value = values?.[0] ?? null;
      const holds = value === null ? null : value === is && told - since >= forMs;
      return { holds, value, at: value === null ? null : since };
    },
    toldDueAt: ({ values, since = 0 }) => (values?.[0] === is && forMs > 0 ? since + forMs : Number.POSITIVE_INFINITY),
    onValue(memory, _, value, at) {
      if (memory.values?.[0] === value) return false;
      memory.values = [value];
      memory.since = at;
      return true;
    },
  });
}

/** @param isAction each time counts, also when equal to the one before */
export function toChangedCondition(
  { to }: Extract<Trigger, { kind: "changed" }>,
  part: Part,
  isAction: boolean,
): Condition {
  return toCondition({
    parts: [part],
    judge: ({ values, since }) => ({ holds: null, value: values?.[0] ?? null, at: since ?? null }),
    onValue(memory, _, value, at) {
      const before = memory.values?.[0] ?? null;
      memory.values = [value];
      const isNews = isAction || (before !== null && before !== value);
      if (isNews || before === null) memory.since = at;
      return isNews && (to === null || value === to);
    },
  });
}
