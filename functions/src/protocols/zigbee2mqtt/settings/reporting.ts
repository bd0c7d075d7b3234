import type { Setting, SettingField } from "@lastmeter/model/setting";
import { z } from "zod/mini";

export const REPORTING = "r:";
/** ZigBee Cluster Library, 2.5.7: intervals are uint16 seconds; a maximum of 65535 ends reporting. */
const INTERVAL_MAX_S = 65_535;

/** Attributes worth reporting with their numbers, by input cluster: offered also where nothing is configured yet. */
const attributes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  haElectricalMeasurement: { activePower: 0x050b, rmsVoltage: 0x0505, rmsCurrent: 0x0508, acFrequency: 0x0300 },
  seMetering: { instantaneousDemand: 0x0400, currentSummDelivered: 0x0000, currentSummReceived: 0x0001 },
  genOnOff: { onOff: 0x0000 },
  genLevelCtrl: { currentLevel: 0x0000 },
  genPowerCfg: { batteryPercentageRemaining: 0x0021, batteryVoltage: 0x0020 },
  msTemperatureMeasurement: { measuredValue: 0x0000 },
  msRelativeHumidity: { measuredValue: 0x0000 },
  msPressureMeasurement: { measuredValue: 0x0000 },
  msIlluminanceMeasurement: { measuredValue: 0x0000 },
  msOccupancySensing: { occupancy: 0x0000 },
  hvacThermostat: { localTemp: 0x0000, occupiedHeatingSetpoint: 0x0012, runningState: 0x0029 },
};

export function toAttributeName(cluster: string, id: number): string | undefined {
  return Object.entries(attributes[cluster] ?? {}).find(([, number]) => number === id)?.[0];
}

const reportSchema = z.object({
  cluster: z.string(),
  attribute: z.union([z.string(), z.number()]),
  minimum_report_interval: z.number(),
  maximum_report_interval: z.number(),
  reportable_change: z.unknown(),
});
/** Of a device's entry in `bridge/devices`. */
export const endpointsSchema = z.record(
  z.string(),
  z.object({
    clusters: z.catch(z.object({ input: z.array(z.string()) }), { input: [] }),
    configured_reportings: z.catch(z.array(reportSchema), []),
  }),
);
export type Endpoints = z.infer<typeof endpointsSchema>;

interface ReportingKey {
  readonly endpoint: string;
  readonly cluster: string;
  readonly attribute: string;
}

export function toReportingKey({ endpoint, cluster, attribute }: ReportingKey): string {
  return `${REPORTING}${endpoint}:${cluster}:${attribute}`;
}

/** Null: the key of no report. */
export function parseReportingKey(key: string): ReportingKey | null {
  const [prefix, endpoint, cluster, attribute, ...rest] = key.split(":");
  if (`${prefix}:` !== REPORTING || !endpoint || !cluster || !attribute || rest.length > 0) return null;
  return { endpoint, cluster, attribute };
}

const interval: SettingField = { type: "number", unit: "s", min: 0, max: INTERVAL_MAX_S, step: 1 };
const field: SettingField = {
  type: "group",
  parts: [
    { name: "minimum_report_interval", label: "Shortest interval", field: interval },
    { name: "maximum_report_interval", label: "Longest interval", field: interval },
    { name: "reportable_change", label: "Reported when it changes by", field: { type: "number", min: 0, step: 1 } },
  ],
};

/** Measurement thresholds and reporting intervals, of each endpoint. */
export function toReportingSettings(endpoints: Endpoints): Setting[] {
  const settings = new Map<string, Setting>();
  const several = Object.keys(endpoints).length > 1;
  const add = (named: ReportingKey) => {
    const where = several ? ` (${named.cluster}, ${named.endpoint})` : ` (${named.cluster})`;
    settings.set(toReportingKey(named), {
      key: toReportingKey(named),
      label: `${named.attribute}${where}`,
      word: "reporting",
      section: "measuring",
      field,
      kept: true,
      gettable: true,
    });
  };
  for (const [endpoint, { clusters, configured_reportings }] of Object.entries(endpoints)) {
    for (const { cluster, attribute } of configured_reportings)
      add({ endpoint, cluster, attribute: String(attribute) });
    for (const cluster of clusters.input) {
      for (const attribute of Object.keys(attributes[cluster] ?? {})) add({ endpoint, cluster, attribute });
    }
  }
  return [...settings.values()];
}

/** What is configured, by key. */
export function toReportedReporting(endpoints: Endpoints): Map<string, unknown> {
  const reported = new Map<string, unknown>();
  for (const [endpoint, { configured_reportings }] of Object.entries(endpoints)) {
    for (const { cluster, attribute, ...values } of configured_reportings) {
      reported.set(toReportingKey({ endpoint, cluster, attribute: String(attribute) }), values);
    }
  }
  return reported;
}
