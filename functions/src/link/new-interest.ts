import type { Interest } from "@lastmeter/model/link/messages";
import { toLoadWants } from "../alarms/rated-loads.ts";
import type { Protocol } from "../protocols/protocol.ts";
import { addRuleWants, addWants } from "../rules-engine/interest.ts";
import type { PlannedUplink } from "./plan-batch.ts";

/**
 * What the gateway is to send at once, where it does not know it yet: the network's own states and actions, currents beyond a rating, and
 * what its rules wait for.
 */
export function toNewInterest(
  { directory, compiled, link }: Pick<PlannedUplink, "directory" | "compiled" | "link">,
  protocol: Protocol,
  known: number,
): Interest | null {
  if (directory === null || (link.rules !== undefined && compiled === undefined)) return null;
  // All only rise, so the sum tells each change of any.
  const version = (directory.interestVersion ?? directory.version) + (compiled?.set.interestVersion ?? 0);
  if (version === known) return null;
  const ground = { protocol, directory };
  const own = addWants(protocol.toInterest(directory), toLoadWants(directory), ground);
  return compiled === undefined ? own : addRuleWants(own, compiled, ground);
}
