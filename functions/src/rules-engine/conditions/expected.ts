import type { Trigger } from "@lastmeter/model/condition";
import type { Forecast } from "@lastmeter/model/outlook";
import { toQuarterStart } from "@lastmeter/model/price";
import { QUARTER_MS } from "@lastmeter/model/time";
import type { Outlook } from "../outlook.ts";
import type { Condition } from "./condition.ts";
import { toTimedCondition } from "./timed.ts";

/** A programme event is on. */
export function toEventCondition(
  { programmeId, level }: Extract<Trigger, { kind: "event" }>,
  { events }: Outlook,
): Condition {
  const meant = events.flatMap(({ event }) =>
    (programmeId === null || event.programmeId === programmeId) && event.level >= level ? [event] : [],
  );
  const edges = meant.flatMap(({ startAt, endAt }) => [startAt, endAt]);
  return toTimedCondition((at) => {
    const active = meant.filter(({ startAt, endAt }) => startAt <= at && at < endAt);
    return {
      holds: active.length > 0,
      value: active.length > 0 ? Math.max(...active.map((event) => event.level)) : null,
      at: active[0]?.startAt ?? null,
      until: Math.min(...edges.filter((edge) => edge > at), Number.POSITIVE_INFINITY),
    };
  });
}

/** What is expected from now on. */
export function toForecastCondition(
  { quantity, take, is, limit, aheadMs }: Extract<Trigger, { kind: "forecast" }>,
  { forecasts }: Outlook,
): Condition {
  const forecast = forecasts.find((each) => each.quantity === quantity);
  return toTimedCondition((at) => {
    const value = forecast ? sample(forecast, take, at, at + aheadMs) : null;
    const holds = value === null ? null : is === "above" ? value > limit : value < limit;
    return { holds, value, at: forecast?.issuedAt ?? null, until: toQuarterStart(at) + QUARTER_MS };
  });
}

function sample({ values }: Forecast, take: "min" | "max" | "mean", from: number, to: number): number | null {
  let weight = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { startAt, endAt, value } of values) {
    const overlap = Math.min(endAt, to) - Math.max(startAt, from);
    if (overlap <= 0) continue;
    weight += overlap;
    sum += overlap * value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (weight === 0) return null;
  return take === "mean" ? sum / weight : take === "min" ? least : most;
}
