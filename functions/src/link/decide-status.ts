import { CLOCK_FAULT_MS, type GatewayFault, type GatewayStatus } from "@lastmeter/model/gateway";
import { bridgeVersions } from "@lastmeter/model/link/bridge-versions";
import type { UplinkHead } from "@lastmeter/model/link/messages";
import type { LinkHealth } from "@lastmeter/model/network";
import { isOlderVersion } from "./decide-hello.ts";
import { setFaults } from "./gateway-status.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Until then a network that was not heard may only be late. */
const PROTOCOL_MS = 30_000;
/** A clock's own drift and the network's delay are no news. */
const SKEW_STEP_MS = 5000;
/** What arrived while a batch was made ready is no backlog. */
const BACKLOG_MIN = 100;

export interface FrameFacts {
  readonly head: UplinkHead;
  readonly version: string;
  readonly protocol: LinkHealth["protocol"];
  /** Messages the frame carried, and how many of them are stored by it. */
  readonly carried: number;
  readonly stored: number;
  /** Whether the network tells if devices are there; undefined: it never said. */
  readonly tellsAvailability: boolean | undefined;
  /** Whether two keys live. */
  readonly isRotating: boolean;
  /** Whether two copies of the gateway do. */
  readonly isCloned: boolean;
  readonly now: number;
}

/** After a frame under the network's key: the same object where nothing changed that a person would notice. */
export function decideStatus(before: GatewayStatus, facts: FrameFacts): GatewayStatus {
  const { head, now, stored, version } = facts;
  const isReceiving = before.firstMessageAt !== null || stored > 0;
  const provedAt = before.provedAt ?? now;
  const next: GatewayStatus = {
    ...before,
    stage: isReceiving ? "receiving" : "proved",
    helloAt: before.helloAt ?? now,
    provedAt,
    firstMessageAt: before.firstMessageAt ?? (stored > 0 ? now : null),
    faults: setFaults(before.faults, toFaults(facts, !isReceiving && now >= provedAt + PROTOCOL_MS), now),
    version,
    newestVersion: bridgeVersions.newest,
    queue: toQueue(before.queue, facts),
    rotation: facts.isRotating ? before.rotation : null,
    keyMadeAt: facts.isRotating ? before.keyMadeAt : (before.rotation?.since ?? before.keyMadeAt),
    clockSkewMs: toSkewMs(before.clockSkewMs, head.now - now),
  };
  const stepMs = head.watched === "no" ? HOUR_MS : MINUTE_MS;
  const isDue = Math.floor((before.lastSeenAt ?? 0) / stepMs) < Math.floor(now / stepMs);
  if (!isDue && JSON.stringify(next) === JSON.stringify(before)) return before;
  return { ...next, lastSeenAt: Math.floor(now / MINUTE_MS) * MINUTE_MS };
}

function toFaults(
  { head, protocol, version, tellsAvailability, isCloned, now }: FrameFacts,
  isSilent: boolean,
): Partial<Record<GatewayFault, boolean>> {
  const isCut = head.broker === "disconnected";
  return {
    wrongKey: false,
    revoked: false,
    clock: Math.abs(head.now - now) > CLOCK_FAULT_MS,
    noBroker: isCut,
    // Behind a broker that is away nobody knows; a network without a coordinator is heard by its devices.
    noProtocol: !isCut && (protocol === "offline" || (protocol === "unknown" && isSilent)),
    ...(head.qos0 === undefined ? {} : { qos0: head.qos0 }),
    ...(tellsAvailability === undefined ? {} : { noAvailability: !tellsAvailability }),
    ...(head.networkKey === undefined ? {} : { defaultKey: head.networkKey === "wellKnown" }),
    clone: isCloned,
    outdated: isOlderVersion(version, bridgeVersions.newest),
  };
}

/** In steps: a draining backlog of a million messages is told some ten times, twenty while somebody looks. */
function toQueue(before: GatewayStatus["queue"], { head, carried }: FrameFacts): GatewayStatus["queue"] {
  const left = Math.max(0, head.queue.length - carried);
  const length = left < BACKLOG_MIN ? 0 : left;
  const base = head.watched === "no" ? 4 : 2;
  const toStep = (count: number) => (count === 0 ? 0 : Math.ceil(Math.log(count) / Math.log(base)));
  if (toStep(length) === toStep(before.length)) return before;
  return { length, oldestAt: length === 0 ? null : head.queue.oldestAt };
}

function toSkewMs(before: number | null, skewMs: number): number {
  if (before !== null && Math.abs(before - skewMs) < SKEW_STEP_MS) return before;
  return Math.round(skewMs / 1000) * 1000;
}
