import { toNodeId } from "@lastmeter/model/ids";
import type { NodeHealth } from "@lastmeter/model/node";
import { isObject } from "../decoding/json.ts";
import { proposeRole, proposeTotal } from "../decoding/proposals.ts";
import { isSame } from "../decoding/same.ts";
import { changeNode } from "../decoding/work.ts";
import type { Directory, DirectoryNode } from "../protocol.ts";
import { toChannels } from "./exposes/channels.ts";
import type { NamedWork } from "./names.ts";
import { type Device, deviceSchema } from "./native/bridge.ts";
import { applyReporting } from "./settings/reported.ts";

const NODES_PER_SHARD = 50;

/** After an OTA check every device that can be updated publishes `update`, which no definition exposes. */
const firmwareUpdate = {
  type: "composite",
  name: "update",
  property: "update",
  label: "Firmware update",
  access: 1,
  category: "diagnostic",
  features: [
    {
      type: "enum",
      name: "state",
      property: "state",
      label: "Firmware update",
      access: 1,
      values: ["idle", "available", "updating", "scheduled"],
    },
  ],
};

/**
 * `bridge/devices`, the whole list: unknown devices become nodes, known ones (by IEEE address, whatever their name) are brought up
 * to date, those no longer in it are removed. An earlier list only adds devices whose address and name nobody has. Returns the faults of single entries; with a fault or without the coordinator in it
 * the list is not trusted to name everything, and nothing is removed.
 */
export async function applyDevices(
  work: NamedWork,
  entries: readonly unknown[],
  isEarlier: boolean,
): Promise<string[]> {
  const faults: string[] = [];
  const listed = new Set<string>();
  let hasCoordinator = false;
  for (const [index, entry] of entries.entries()) {
    if (isObject(entry) && entry.type === "Coordinator") {
      hasCoordinator = true;
      continue;
    }
    const parsed = deviceSchema.safeParse(entry);
    if (!parsed.success) {
      faults.push(`[${index}].${parsed.error.issues[0]?.path.join(".") ?? ""}: not a device of Zigbee2MQTT`);
      continue;
    }
    const address = parsed.data.ieee_address.toLowerCase();
    listed.add(address);
    if (isEarlier && (work.directory.nodes[address] || work.names.has(parsed.data.friendly_name))) continue;
    if (work.directory.erased?.[address] === undefined) {
      await applyDevice(work, address, parsed.data);
      if (!isEarlier) applyReporting(work, address, parsed.data.endpoints);
    } else renameErased(work, address, parsed.data.friendly_name);
  }
  if (hasCoordinator && faults.length === 0 && !isEarlier) {
    removeOthers(work, listed);
    forgetErased(work, listed);
  }
  return faults;
}

async function applyDevice(work: NamedWork, address: string, device: Device): Promise<void> {
  const { directory } = work;
  const known = directory.nodes[address];
  const node = known ?? (await toNewNode(directory, address, device));
  const { definition } = device;
  const exposes = definition && [...definition.exposes, ...(definition.supports_ota === true ? [firmwareUpdate] : [])];
  // While a device is interviewed anew it has no definition for a moment.
  const channels = exposes ? toChannels(exposes, node.channels) : node.channels;
  const described = {
    vendor: definition?.vendor ?? device.manufacturer ?? null,
    model: definition?.model ?? device.model_id ?? null,
    description: device.description ?? definition?.description ?? null,
  };
  const role = proposeRole(channels, {
    nativeName: device.friendly_name,
    model: definition?.description ?? "",
    note: device.description ?? "",
  });
  const isOpen = !(node.ownerSet ?? []).includes("total");
  const changed: DirectoryNode = {
    ...node,
    nativeName: device.friendly_name,
    channels: isSame(channels, node.channels) ? node.channels : channels,
    total: isOpen && exposes ? proposeTotal(channels, role) : node.total,
    health: toHealth(node.health, device),
    removed: false,
  };
  if (known === undefined) changeNode(work, { kind: "create", node: changed, ...described, role });
  else if (!isSame(changed, known))
    changeNode(work, { kind: "update", node: changed, ...described, ...(exposes && { role }) });
}

async function toNewNode(directory: Directory, address: string, device: Device): Promise<DirectoryNode> {
  return {
    nodeId: await toNodeId(directory.networkId, address),
    address,
    nativeName: device.friendly_name,
    shard: Math.floor(Object.keys(directory.nodes).length / NODES_PER_SHARD),
    location: null,
    total: { power: [], energyImport: [], energyExport: [] },
    channels: {},
    health: { availability: "unknown", availabilityAt: null, interview: null, powerSource: null, firmware: null },
    removed: false,
  };
}

function toHealth(before: NodeHealth, device: Device): NodeHealth {
  return {
    ...before,
    interview: device.interview_state?.toLowerCase().replaceAll("_", " ") ?? before.interview,
    powerSource: device.power_source ?? before.powerSource,
    firmware: device.software_build_id || device.date_code || before.firmware,
  };
}

function removeOthers(work: NamedWork, listed: ReadonlySet<string>): void {
  for (const node of Object.values(work.directory.nodes)) {
    if (!node.removed && !listed.has(node.address))
      changeNode(work, { kind: "update", node: { ...node, removed: true } });
  }
}

/** A device whose node was erased stays out of sight under any name. */
function renameErased(work: NamedWork, address: string, name: string): void {
  const { erased } = work.directory;
  if (erased?.[address] !== name) work.directory = { ...work.directory, erased: { ...erased, [address]: name } };
}

/** Once the network no longer lists it, it may join again as a new node. */
function forgetErased(work: NamedWork, listed: ReadonlySet<string>): void {
  const erased = Object.entries(work.directory.erased ?? {});
  const kept = erased.filter(([address]) => listed.has(address));
  if (kept.length < erased.length) work.directory = { ...work.directory, erased: Object.fromEntries(kept) };
}
