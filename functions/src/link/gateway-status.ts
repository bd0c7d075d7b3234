import type { GatewayFault, GatewayStatus } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";
import type { LinkRecord } from "./link-record.ts";

/** Of a key that nobody has used yet. */
export function toNewStatus(keyMadeAt: number): GatewayStatus {
  return {
    v: 1,
    stage: "waiting",
    helloAt: null,
    provedAt: null,
    firstMessageAt: null,
    faults: [],
    lastSeenAt: null,
    version: null,
    newestVersion: null,
    queue: { length: 0, oldestAt: null },
    clockSkewMs: null,
    rotation: null,
    keyMadeAt,
    revokedAt: null,
  };
}

/** Networks made before there was a status begin with one that knows nothing yet. */
export function toStatus({ status, health }: LinkRecord): GatewayStatus {
  return status ?? toNewStatus(health.since);
}

export function toStatusWrite(networkId: NetworkId, status: GatewayStatus): Write {
  return {
    kind: "replaceFields",
    path: paths.gatewayStatus(networkId),
    data: status,
    fields: Object.keys(status),
  };
}

/** The gateway calls at once, every copy of it. */
export function toRing(networkId: NetworkId, now: number): Write {
  return { kind: "merge", path: paths.gatewayBell(networkId), data: { at: new Date(now) } };
}

/** The record with the status, and the document beside it where it changed. */
export function withStatus(
  networkId: NetworkId,
  link: LinkRecord,
  status: GatewayStatus,
): { readonly link: LinkRecord; readonly writes: readonly Write[] } {
  if (link.status !== undefined && isSame(link.status, status)) return { link, writes: [] };
  return { link: { ...link, status }, writes: [toStatusWrite(networkId, status)] };
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What the holder of a key said first; only a frame proves that it is not somebody who repeats it. */
export function afterHello(status: GatewayStatus, isNextKey: boolean, now: number): GatewayStatus {
  const { rotation } = status;
  return {
    ...status,
    stage: status.stage === "waiting" ? "hello" : status.stage,
    helloAt: status.helloAt ?? now,
    faults: status.faults.filter(({ fault }) => fault !== "wrongKey"),
    rotation: rotation !== null && isNextKey ? { ...rotation, state: "proved" } : rotation,
  };
}

/** Somebody calls who knows the network and not its key: of interest only while nobody has proved it, or its gateway is gone. */
export function afterWrongHello(status: GatewayStatus, now: number): GatewayStatus {
  return {
    ...status,
    stage: status.stage === "waiting" ? "hello" : status.stage,
    helloAt: status.helloAt ?? now,
    faults: setFaults(status.faults, { wrongKey: true }, now),
  };
}

export function afterRevokedCall(status: GatewayStatus, now: number): GatewayStatus {
  return { ...status, faults: setFaults(status.faults, { revoked: true }, now) };
}

/** Faults that stand, each since it began; those that nothing is told of stay as they are. */
export function setFaults(
  before: GatewayStatus["faults"],
  told: Partial<Record<GatewayFault, boolean>>,
  now: number,
): GatewayStatus["faults"] {
  const kept = before.filter(({ fault }) => told[fault] !== false);
  const isNew = (fault: GatewayFault) => told[fault] === true && !kept.some((one) => one.fault === fault);
  return [
    ...kept,
    ...gatewayFaultsOf(told)
      .filter(isNew)
      .map((fault) => ({ fault, since: now })),
  ];
}

const gatewayFaultsOf = (told: Partial<Record<GatewayFault, boolean>>) => Object.keys(told) as GatewayFault[];
