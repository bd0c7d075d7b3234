import { findByDevice, setLogger } from "zigbee-herdsman-converters";
import { z } from "zod/mini";
import type { Device as HomeDevice } from "./devices.ts";

type Device = Omit<HomeDevice, "key">;

/** A feature as Zigbee2MQTT describes it to the world; only what the home itself needs is named. */
export const exposeSchema = z.looseObject({
  type: z.string(),
  property: z.optional(z.string()),
  access: z.optional(z.number()),
  values: z.optional(z.array(z.union([z.string(), z.number()]))),
  value_on: z.optional(z.union([z.string(), z.boolean()])),
  value_off: z.optional(z.union([z.string(), z.boolean()])),
  value_toggle: z.optional(z.string()),
  value_min: z.optional(z.number()),
  value_max: z.optional(z.number()),
  get features() {
    return z.optional(z.array(exposeSchema));
  },
});
export type Expose = z.infer<typeof exposeSchema>;

const definitionSchema = z.object({
  model: z.string(),
  vendor: z.string(),
  description: z.string(),
  version: z.optional(z.string()),
  ota: z.optional(z.unknown()),
  exposes: z.array(exposeSchema),
  options: z.array(z.looseObject({ type: z.string() })),
});

export interface Definition {
  readonly model: string;
  readonly vendor: string;
  readonly description: string;
  readonly exposes: readonly Expose[];
  readonly options: readonly object[];
  readonly source: "native";
  readonly supports_ota: boolean;
  readonly version: string;
}

/** The parts of a radio device that the converters look at when they choose and describe a model. */
function toRadioDevice(device: Device) {
  const radio: Record<string, unknown> = {
    type: device.type,
    ieeeAddr: device.address,
    modelID: device.modelId,
    manufacturerName: device.manufacturer,
    powerSource: device.powerSource,
    softwareBuildID: device.softwareBuildId,
    meta: {},
    customClusters: {},
  };
  const endpoints = device.endpoints.map((id) => ({
    ID: id,
    inputClusters: [],
    outputClusters: [],
    meta: {},
    binds: [],
    configuredReportings: [],
    supportsInputCluster: (cluster: string) => device.inputClusters.includes(cluster),
    supportsOutputCluster: (cluster: string) => device.outputClusters.includes(cluster),
    getDevice: () => radio,
  }));
  radio.endpoints = endpoints;
  radio.getEndpoint = (id: number) => endpoints.find((endpoint) => endpoint.ID === id);
  return radio;
}

const LINK_QUALITY: Expose = {
  type: "numeric",
  access: 1,
  category: "diagnostic",
  description: "Link quality (signal strength)",
  label: "Linkquality",
  name: "linkquality",
  property: "linkquality",
  unit: "lqi",
  value_max: 255,
  value_min: 0,
};

const silent = () => undefined;

/** What Zigbee2MQTT's own converters know of each model, by device address; JSON values only. */
export async function loadDefinitions(devices: readonly Device[]): Promise<ReadonlyMap<string, Definition>> {
  setLogger({ debug: silent, info: silent, warning: silent, error: silent });
  const found = new Map<string, Definition>();
  for (const device of devices) {
    const radio = toRadioDevice(device);
    // The converters ask for a class of zigbee-herdsman; they read only the members above.
    const converter = await findByDevice(radio as unknown as Parameters<typeof findByDevice>[0], false);
    if (converter === undefined) throw new Error(`no converter for ${device.modelId}`);
    const exposes =
      typeof converter.exposes === "function"
        ? converter.exposes(radio as unknown as Parameters<typeof converter.exposes>[0], {})
        : converter.exposes;
    const definition = definitionSchema.parse(JSON.parse(JSON.stringify({ ...converter, exposes })));
    found.set(device.address, {
      description: definition.description,
      exposes: [...definition.exposes, LINK_QUALITY],
      model: definition.model,
      options: definition.options,
      source: "native",
      supports_ota: definition.ota !== undefined && definition.ota !== false,
      vendor: definition.vendor,
      version: definition.version ?? "0.0.0",
    });
  }
  return found;
}

/** Every feature with a property of its own, nested ones included. */
export function toFeatures(exposes: readonly Expose[]): Expose[] {
  return exposes.flatMap((expose) =>
    expose.property !== undefined && expose.type !== "composite" ? [expose] : toFeatures(expose.features ?? []),
  );
}
