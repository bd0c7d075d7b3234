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
    /** Undefined: not looked at by this batch, or never said. */
    readonly joinUntil?: number | null | undefined;
    readonly now: number;
  },
): LinkHealth {
  // Behind a broker that is away nobody knows how the protocol's coordinator is.
  const protocol = facts.broker === "disconnected" ? "unknown" : (facts.protocol ?? health.protocol);
  const joinUntil = facts.joinUntil === undefined ? health.joinUntil : facts.joinUntil;
  const isSame =
    health.state === "online" &&
    health.protocol === protocol &&
    health.bridgeVersion === facts.bridgeVersion &&
    health.joinUntil === joinUntil;
  if (isSame) return health;
  const since = health.state === "online" ? health.since : facts.now;
  const join = joinUntil === undefined ? {} : { joinUntil };
  return { state: "online", since, protocol, bridgeVersion: facts.bridgeVersion, ...join };
}
