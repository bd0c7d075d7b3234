import { gatewayStatusSchema } from "@lastmeter/model/gateway";
import { networkIdSchema } from "@lastmeter/model/ids";
import { linkHealthSchema } from "@lastmeter/model/network";
import { type Firestore, type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { toNetworkCause } from "../alarms/decide-link-alarms.ts";
import { readManagers } from "../alarms/managers.store.ts";
import { openAlarmsSchema } from "../alarms/open-alarms.ts";
import { planAlarms } from "../alarms/plan-alarms.ts";
import { commitWrites, deleteUnchanged } from "../platform/commit.store.ts";
import { planOffline } from "./tick.ts";

/** As many as one minute handles; the rest is due in the next. */
const SWEEP_MAX = 500;

const overdueSchema = z.object({
  link: z.object({
    health: linkHealthSchema,
    alarms: z.optional(openAlarmsSchema),
    status: z.optional(gatewayStatusSchema),
    intervalMs: z.optional(z.int()),
    rules: z.optional(z.object({ isPrompt: z.boolean() })),
  }),
  offlineAt: z.instanceof(Timestamp),
});

/** What one tick changed. */
export interface TickReport {
  readonly offline: number;
  readonly watches: number;
}

/** Idempotent: whatever is due at `now` is handled, however late or often it runs. */
export async function applyTick(db: Firestore, now: number): Promise<TickReport> {
  const [offline, watches] = await Promise.all([sweepLinks(db, now), sweepWatches(db, now)]);
  return { offline, watches };
}

async function sweepLinks(db: Firestore, now: number): Promise<number> {
  const overdue = await db
    .collectionGroup("state")
    .where("offlineAt", "<", Timestamp.fromMillis(now))
    .limit(SWEEP_MAX)
    .get();
  const results = await Promise.all(overdue.docs.map((snapshot) => applyOffline(db, snapshot, now)));
  return results.filter((result) => result === "committed").length;
}

async function applyOffline(
  db: Firestore,
  snapshot: QueryDocumentSnapshot,
  now: number,
): Promise<"committed" | "conflict"> {
  const { link, offlineAt } = overdueSchema.parse(snapshot.data());
  const networkId = networkIdSchema.parse(snapshot.ref.parent.parent?.id);
  const since = offlineAt.toMillis();
  const { health, status, intervalMs, rules } = link;
  const plan = planOffline({ networkId, offlineAt: since, health, status, intervalMs, rules });
  const isNews = plan.writes.length > 0;
  const alarms = await planAlarms(
    { networkId, open: link.alarms ?? {}, managers: isNews ? await readManagers(db, networkId, now) : [], now },
    isNews
      ? [{ kind: "raise", cause: toNetworkCause("gatewayOffline"), severity: "warning", facts: {}, at: since }]
      : [],
  );
  return commitWrites(
    db,
    [...plan.writes, ...alarms.writes],
    [
      {
        path: snapshot.ref.path,
        data: {
          "link.health": plan.health,
          "link.alarms": alarms.open,
          ...(plan.status === undefined ? {} : { "link.status": plan.status }),
          offlineAt: null,
        },
        updatedAt: snapshot.updateTime,
      },
    ],
  );
}

async function sweepWatches(db: Firestore, now: number): Promise<number> {
  const expired = await db.collectionGroup("watch").where("until", "<", now).limit(SWEEP_MAX).get();
  const results = await Promise.all(expired.docs.map(deleteUnchanged));
  return results.filter(Boolean).length;
}
