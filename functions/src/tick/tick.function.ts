import { onRequest } from "firebase-functions/https";
import { onSchedule } from "firebase-functions/scheduler";
import { sweepData } from "../account/sweep.store.ts";
import { sweepCommands } from "../commands/sweep.store.ts";
import { sweepConfiguration } from "../configuration/sweep.store.ts";
import { createDeliverContext } from "../notify/context.store.ts";
import { sweepNotices, sweepOldNotices } from "../notify/sweep.store.ts";
import { getAdminAuth, getDatabase } from "../platform/app.ts";
import { systemClock } from "../platform/clock.ts";
import { isEmulated, linkSecret, REGION, wrappingKeySecret } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { sweepRules } from "../rules/sweep.store.ts";
import { createAccounts, createSharingStore } from "../sharing/sharing.store.ts";
import { sweepQuiet } from "./sweep-quiet.store.ts";
import { sweepGrants, sweepInvitations } from "./sweep-sharing.store.ts";
import { applyTick, type TickReport } from "./tick.store.ts";

const options = {
  region: REGION,
  memory: "256MiB" as const,
  maxInstances: 1,
  timeoutSeconds: 60,
  secrets: [wrappingKeySecret, linkSecret],
};

interface WholeReport extends TickReport {
  readonly commands: number;
  readonly settings: number;
  readonly rules: number;
  readonly grants: number;
  readonly invitations: number;
  readonly quiet: number;
  readonly expired: number;
  readonly erasures: number;
  readonly notices: number;
  readonly old: number;
}

async function runTick(): Promise<WholeReport> {
  const db = getDatabase();
  const now = systemClock();
  const sharing = { store: createSharingStore(db, createAccounts(getAdminAuth())), log: cloudLog, now };
  const [links, quiet, commands, settings, rules, grants, invitations, data, notices, old] = await Promise.all([
    applyTick(db, now),
    sweepQuiet(db, now),
    sweepCommands(db, now),
    sweepConfiguration(db, systemClock, cloudLog),
    sweepRules(db, cloudLog, now),
    sweepGrants(db, sharing),
    sweepInvitations(db, now),
    sweepData(systemClock),
    sweepNotices(db, createDeliverContext()),
    sweepOldNotices(db, now),
  ]);
  const report = { ...links, quiet, commands, settings, rules, grants, invitations, ...data, notices, old };
  if (Object.values(report).some((count) => count > 0)) cloudLog.info("tick", report);
  return report;
}

/** Handles whatever is due. */
export const tick = onSchedule({ ...options, schedule: "every 1 minutes" }, async () => {
  await runTick();
});

/** The emulator runs no schedules: `npm start` calls this one each minute. Never deployed. */
export const tickNow = isEmulated
  ? onRequest({ ...options, invoker: "private" }, async (_request, response) => {
      response.json(await runTick());
    })
  : undefined;
