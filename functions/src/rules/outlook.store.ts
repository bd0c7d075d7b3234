import type { NetworkId } from "@lastmeter/model/ids";
import type { OutlookFact } from "@lastmeter/model/outlook";
import { paths } from "@lastmeter/model/paths";
import { type FeedDay, type FeedPrice, feedDaySchema } from "@lastmeter/model/tariff";
import type { Firestore } from "firebase-admin/firestore";
import { createRulesContext } from "./context.store.ts";
import { followNetwork } from "./follow.ts";
import { toUtcDay } from "./history.store.ts";

/** What a provider publishes of a feed, for replays and for homes that come later. A correction replaces what it overlaps. */
export async function storePrices(
  db: Firestore,
  { providerId, feedId, prices }: Extract<OutlookFact, { kind: "prices" }>,
  currency: string,
  now: number,
): Promise<void> {
  const days = new Map<string, FeedPrice[]>();
  for (const price of prices) {
    const day = toUtcDay(price.startAt);
    days.set(day, [...(days.get(day) ?? []), price]);
  }
  for (const [day, told] of days) {
    await db.runTransaction(async (transaction) => {
      const document = db.doc(paths.feedDay(providerId, feedId, day));
      const before = feedDaySchema.safeParse((await transaction.get(document)).data());
      const rest = (before.data?.prices ?? []).filter(
        (each) => !told.some((one) => one.startAt < each.endAt && each.startAt < one.endAt),
      );
      const data: FeedDay = {
        v: 1,
        currency,
        prices: [...rest, ...told].sort((a, b) => a.startAt - b.startAt),
        at: now,
      };
      transaction.set(document, data);
    });
  }
}

/** What providers told reaches the rules of a home, and takes effect at once. */
export function tellHome(db: Firestore, networkId: NetworkId, facts: readonly OutlookFact[], now: number) {
  return followNetwork(createRulesContext(db, now), networkId, facts);
}
