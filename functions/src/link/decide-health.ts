import type { UplinkHead } from "@lastmeter/model/link/messages";
import type { LinkHealth } from "@lastmeter/model/network";
import type { Directory } from "../protocols/protocol.ts";

/** The same object where nothing changed that a person would notice. */
export function decideHealth(
  health: LinkHealth,
  facts: {
    readonly broker: UplinkHead["broker"];
    /** Null: not looked at by this batch. */
    readonly protocol: Directory["protocolState"] | null;
    readonly bridgeVersion: string;
    readonly now: number;
  },
): LinkHealth {
  // Behind a broker that is away nobody knows how the protocol's coordinator is.
  const protocol = facts.broker === "disconnected" ? "unknown" : (facts.protocol ?? health.protocol);
  const isSame =
    health.state === "online" && health.protocol === protocol && health.bridgeVersion === facts.bridgeVersion;
  if (isSame) return health;
  const since = health.state === "online" ? health.since : facts.now;
  return { state: "online", since, protocol, bridgeVersion: facts.bridgeVersion };
}
