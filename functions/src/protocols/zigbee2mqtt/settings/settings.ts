import type { Setting } from "@lastmeter/model/setting";
import { z } from "zod/mini";
import type { Directory, DirectoryNode } from "../../protocol.ts";
import { toExposedSettings } from "./exposed.ts";
import { networkOptions, toDeviceOptions } from "./options.ts";
import { endpointsSchema, toReportingSettings } from "./reporting.ts";

/** What of a device's entry in `bridge/devices` its settings follow from. */
const describedSchema = z.object({
  ieee_address: z.string(),
  definition: z.nullish(
    z.object({
      exposes: z.catch(z.array(z.unknown()), []),
      options: z.catch(z.array(z.unknown()), []),
      supports_ota: z.catch(z.boolean(), false),
    }),
  ),
  endpoints: z.catch(endpointsSchema, {}),
});
const listSchema = z.array(z.unknown());

/** Every setting of a device, as its entry in `bridge/devices` describes it. */
export function toDeviceSettings(entry: unknown): Setting[] {
  const parsed = describedSchema.safeParse(entry);
  if (!parsed.success) return [];
  const { definition, endpoints } = parsed.data;
  return [
    ...toExposedSettings(definition?.exposes ?? []),
    ...toReportingSettings(endpoints),
    ...toDeviceOptions(definition?.options ?? []),
  ];
}

export const describedBy = ["bridge/devices"] as const;

export function toSettings(
  _directory: Directory,
  node: DirectoryNode | null,
  records: ReadonlyMap<string, unknown>,
): readonly Setting[] {
  if (node === null) return networkOptions;
  const entry = findEntry(node, records);
  return entry === undefined ? [] : toDeviceSettings(entry);
}

export function hasFirmware(node: DirectoryNode, records: ReadonlyMap<string, unknown>): boolean {
  return describedSchema.safeParse(findEntry(node, records)).data?.definition?.supports_ota ?? false;
}

function findEntry({ address }: DirectoryNode, records: ReadonlyMap<string, unknown>): unknown {
  const devices = listSchema.safeParse(records.get("bridge/devices")).data ?? [];
  return devices.find((each) => describedSchema.safeParse(each).data?.ieee_address.toLowerCase() === address);
}
