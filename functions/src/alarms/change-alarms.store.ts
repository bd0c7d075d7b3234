import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { AppError } from "../platform/app-error.ts";
import { commitWrites } from "../platform/commit.store.ts";
import { readManagers } from "./managers.store.ts";
import { openAlarmsSchema } from "./open-alarms.ts";
import { type AlarmChange, planAlarms, toEffective } from "./plan-alarms.ts";

const ATTEMPTS_MAX = 8;

/** Alarms found outside a batch, under the same guard as those of batches. @throws AppError unavailable: try again */
export async function changeAlarms(
  db: Firestore,
  networkId: NetworkId,
  changes: readonly AlarmChange[],
  now: number,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const state = await db.doc(paths.linkState(networkId)).get();
    if (!state.exists || state.updateTime === undefined) return;
    const open = openAlarmsSchema.parse(state.get("link.alarms") ?? {});
    const effective = toEffective(open, changes);
    if (effective.length === 0) return;
    const managers = await readManagers(db, networkId, now);
    const plan = await planAlarms({ networkId, open, managers, now }, effective);
    const guarded = { path: state.ref.path, data: { "link.alarms": plan.open }, updatedAt: state.updateTime };
    if ((await commitWrites(db, plan.writes, [guarded])) === "committed") return;
  }
  throw new AppError("unavailable", "contended", 2);
}
