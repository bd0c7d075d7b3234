const DEFAULT_INTERVAL_MS = 300_000;

/** How the relay stands, as the health page tells it. */
export interface RelayStatus {
  state: "connecting" | "online" | "retrying" | "revoked" | "refused";
  lastStoredAt: number | null;
  lastFailure: string | null;
  batches: number;
  messages: number;
  /** Of devices, not of Zigbee2MQTT itself. */
  deviceMessages: number;
  duplicates: number;
  quarantined: number;
  watched: boolean;
  intervalMs: number;
}

export function newRelayStatus(): RelayStatus {
  return {
    state: "connecting",
    lastStoredAt: null,
    lastFailure: null,
    batches: 0,
    messages: 0,
    deviceMessages: 0,
    duplicates: 0,
    quarantined: 0,
    watched: false,
    intervalMs: DEFAULT_INTERVAL_MS,
  };
}
