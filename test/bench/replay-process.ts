import { resourceUsage } from "node:process";
import { networkIdSchema } from "@lastmeter/model/ids";
import { ruleDraftSchema } from "@lastmeter/model/rule";
import { replayResultSchema } from "@lastmeter/model/rule-request";
import { z } from "zod/mini";
import { openLinkBench } from "../flows/link-bench.ts";
import { askRules } from "../flows/rules-bench.ts";

export const replayOrderSchema = z.object({
  projectId: z.string(),
  networkId: networkIdSchema,
  ownerId: z.string(),
  rule: ruleDraftSchema,
  days: z.int(),
  now: z.int(),
});
export const replayReportSchema = z.object({ ms: z.number(), cpuMs: z.number(), peakMiB: z.number(), count: z.int() });

/** One replay as a process of its own, so that its memory is nobody else's. The order is the argument; prints the report. */
if (import.meta.main) {
  const { projectId, networkId, ownerId, rule, days, now } = replayOrderSchema.parse(JSON.parse(process.argv[2] ?? ""));
  const bench = openLinkBench(projectId);
  const startedAt = performance.now();
  const request = { act: "replay", networkId, rule, days };
  const { count } = replayResultSchema.parse(await askRules(bench.db, ownerId, request, now));
  const ms = performance.now() - startedAt;
  const { userCPUTime, systemCPUTime, maxRSS } = resourceUsage();
  console.log(JSON.stringify({ ms, count, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMiB: maxRSS / 1024 }));
  await bench.close();
}
