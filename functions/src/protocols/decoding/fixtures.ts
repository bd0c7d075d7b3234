import type { Directory, NativeMessage } from "../protocol.ts";

/** Test data: a network without nodes, and messages as the bridge hands them on. */
export const emptyDirectory: Directory = {
  v: 1,
  version: 1,
  networkId: "n".repeat(32) as Directory["networkId"],
  ownerId: "owner",
  location: { latitude: 38.4, longitude: 27.1 },
  timeZone: "Europe/Athens",
  nodes: {},
  records: {},
  waiting: [],
  protocolState: "unknown",
};

export const AT = 1_795_333_000_000;
const encoder = new TextEncoder();

export function toMessage(topic: string, payload: unknown, sequence = 0, at = AT): NativeMessage {
  const bytes =
    payload instanceof Uint8Array
      ? payload
      : encoder.encode(typeof payload === "string" ? payload : JSON.stringify(payload));
  return { topic, payload: bytes, sequence, at };
}
