import { onRequest } from "firebase-functions/https";
import { onSchedule } from "firebase-functions/scheduler";
import { getDatabase } from "../platform/app.ts";
import { systemClock } from "../platform/clock.ts";
import { isEmulated, REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { applyTick, type TickReport } from "./tick.store.ts";

const options = { region: REGION, memory: "256MiB", maxInstances: 1, timeoutSeconds: 60 } as const;

async function runTick(): Promise<TickReport> {
  const report = await applyTick(getDatabase(), systemClock());
  if (report.offline + report.watches > 0) cloudLog.info("tick", { ...report });
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
