import type { ReplayResult } from "@lastmeter/model/rule-request";
import { toConditions } from "@lastmeter/model/rule-sentence";
import type { CompiledSet } from "../rules-engine/compile.ts";
import type { Outlook } from "../rules-engine/outlook.ts";

export type Market = Pick<Outlook, "tariffs" | "prices">;

/** Events and forecasts are not kept, nor what devices say of themselves; prices only where a tariff and its feed are. */
export function toGaps({ rules, nodes }: CompiledSet, { tariffs, prices }: Market): ReplayResult["gaps"] {
  const conditions = rules.flatMap(({ rule }) => toConditions(rule));
  const kinds = new Set(conditions.map(({ kind }) => kind));
  const isUnkept = conditions.some((condition) => {
    const place = "subject" in condition ? condition.subject : condition;
    const kind = "channel" in place ? nodes.get(place.nodeId)?.channels[place.channel]?.kind : undefined;
    return kind === "diagnostic" || kind === "setting";
  });
  const isPriced = tariffs.length > 0 && Object.values(prices).every((feed) => feed.length > 0);
  return [
    ...(isUnkept ? (["unkept"] as const) : []),
    ...(kinds.has("forecast") ? (["forecast"] as const) : []),
    ...(kinds.has("event") ? (["event"] as const) : []),
    ...((kinds.has("price") || kinds.has("cheapest")) && !isPriced ? (["price"] as const) : []),
  ];
}
