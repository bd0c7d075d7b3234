import type { Device } from "./devices.ts";
import type { Measures } from "./measure.ts";

export type State = Record<string, unknown>;

/** A device that reports on change, and Zigbee2MQTT's cache of what it said. */
export interface Reporter {
  /** Every property heard so far. */
  readonly state: State;
  /** Frames due now, one per cluster: the properties each one carries. */
  due(measures: Measures, at: number): readonly string[][];
  /** Takes properties as told now. */
  tell(properties: readonly string[], measures: Measures, at: number): void;
  /** Takes everything as told, as after a restart with a kept cache. */
  tellAll(measures: Measures, at: number): void;
}

/** TS011F: a 0 of these is believed only when it stays for 2 × 10 s + 1 s: shorter dips are the chip's own errors. */
const ZERO_HELD = new Set(["power", "current", "voltage"]);
const ZERO_HOLD_MS = 11_000;
/** After joining, clusters are bound one after the other: energy comes last. */
const FIRST_AFTER_S: Record<string, number> = {
  genOnOff: 1,
  haElectricalMeasurement: 4,
  seMetering: 35,
  genPowerCfg: 60,
};

export type ReportingChanges = ReadonlyMap<
  string,
  { readonly minS: number; readonly maxS: number; readonly change: number }
>;

/**
 * @param joinedAt when the device joined; its first messages lack what comes later.
 * @param changes reporting configured by request, by attribute, over the device's own.
 */
export function createReporter(device: Device, joinedAt: number, changes: ReportingChanges = new Map()): Reporter {
  const state: State = {};
  const told = new Map<string, { value: unknown; at: number }>();
  const zeroSince = new Map<string, number>();
  const clusters = [...new Set(device.reporting.map((report) => report.cluster))];
  const holdsZero = device.modelId === "TS011F";

  const isHeld = (property: string, measures: Measures, at: number): boolean => {
    if (!holdsZero || !ZERO_HELD.has(property) || measures.state === "OFF") return false;
    if (measures[property] !== 0) {
      zeroSince.delete(property);
      return false;
    }
    const since = zeroSince.get(property) ?? at;
    zeroSince.set(property, since);
    return at - since < ZERO_HOLD_MS;
  };

  const isDue = (report: Device["reporting"][number], measures: Measures, at: number): boolean => {
    const value = measures[report.property];
    if (value === undefined || isHeld(report.property, measures, at)) return false;
    const last = told.get(report.property);
    if (last === undefined) return at - joinedAt >= (FIRST_AFTER_S[report.cluster] ?? 2) * 1000;
    const { minS, maxS, change } = changes.get(report.attribute) ?? report;
    const silentMs = at - last.at;
    if (silentMs < minS * 1000) return false;
    // Plugs tell that a load went off however little it drew.
    if (silentMs >= maxS * 1000 || (value === 0 && last.value !== 0)) return true;
    return typeof value === "number" && typeof last.value === "number"
      ? value !== last.value && Math.abs(value - last.value) >= change - 1e-9
      : value !== last.value;
  };

  const tell = (properties: readonly string[], measures: Measures, at: number) => {
    for (const property of properties) {
      const value = measures[property];
      if (value === undefined) continue;
      told.set(property, { value, at });
      state[property] = value;
    }
  };

  return {
    state,
    due: (measures, at) =>
      clusters
        .map((cluster) =>
          device.reporting
            .filter((report) => report.cluster === cluster && isDue(report, measures, at))
            .map((report) => report.property),
        )
        .filter((properties) => properties.length > 0),
    tell,
    tellAll: (measures, at) => {
      tell(Object.keys(measures), measures, at);
      Object.assign(state, device.settings);
    },
  };
}
