import type { Interest } from "@lastmeter/model/link/messages";
import type { Protocol } from "../protocols/protocol.ts";
import { addWants } from "../rules-engine/interest.ts";
import type { PlannedUplink } from "./plan-batch.ts";

/** What the gateway is to send at once, where it does not know it yet: the network's own states and actions, and what its rules wait for. */
export function toNewInterest(
  { directory, compiled, link }: Pick<PlannedUplink, "directory" | "compiled" | "link">,
  protocol: Protocol,
  known: number,
): Interest | null {
  if (directory === null) return null;
  const own = directory.interestVersion ?? directory.version;
  if (link.rules === undefined) return own === known ? null : protocol.toInterest(directory);
  // Both only rise, so the sum tells each change of either.
  if (compiled === undefined || own + compiled.set.interestVersion === known) return null;
  return addWants(protocol.toInterest(directory), compiled, { protocol, directory });
}
