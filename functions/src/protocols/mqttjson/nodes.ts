import type { Channel } from "@lastmeter/model/channel";
import { toNodeId } from "@lastmeter/model/ids";
import { type MappedDevice, type MqttMapping, toMappedChannel } from "@lastmeter/model/mqtt-mapping";
import { proposeRole, proposeTotal } from "../decoding/proposals.ts";
import { isSame } from "../decoding/same.ts";
import { changeNode, type Work } from "../decoding/work.ts";
import type { DirectoryNode } from "../protocol.ts";
import { findMapped, toAddress } from "./compile.ts";

const NODES_PER_SHARD = 50;
/** A pattern a level too wide makes a node of every topic of a broker. */
const NODES_MAX = 200;

/** The node a topic speaks of, new where it was never heard of; undefined where there are too many. */
export async function findNode(work: Work, device: MappedDevice, name: string): Promise<DirectoryNode | undefined> {
  const address = toAddress(device.id, name);
  const known = work.directory.nodes[address];
  if (known !== undefined && !known.removed) return known;
  const { directory } = work;
  if (known === undefined && Object.keys(directory.nodes).length >= NODES_MAX) return undefined;
  const node = known ?? {
    nodeId: await toNodeId(directory.networkId, address),
    address,
    nativeName: name,
    shard: Math.floor(Object.keys(directory.nodes).length / NODES_PER_SHARD),
    location: null,
    total: { power: [], energyImport: [], energyExport: [] },
    channels: {},
    health: { availability: "unknown", availabilityAt: null, interview: null, powerSource: null, firmware: null },
    removed: false,
  };
  describe(work, node, device, known === undefined);
  return work.directory.nodes[address];
}

function describe(work: Work, node: DirectoryNode, device: MappedDevice, isNew: boolean): void {
  const channels = toChannels(device, node.channels);
  const role = proposeRole(channels, { nativeName: node.nativeName, model: device.name, note: "" });
  const isOpen = !(node.ownerSet ?? []).includes("total");
  const described = {
    ...node,
    channels: isSame(channels, node.channels) ? node.channels : channels,
    total: isOpen ? proposeTotal(channels, role) : node.total,
    removed: false,
  };
  const words = { vendor: null, model: device.name, description: null, role };
  if (isNew) changeNode(work, { kind: "create", node: described, ...words });
  else if (!isSame(described, node)) changeNode(work, { kind: "update", node: described, ...words });
}

/** A channel keeps its place for good; one that is described no more is retired. */
function toChannels(device: MappedDevice, known: DirectoryNode["channels"]): Readonly<Record<string, Channel>> {
  let next = Math.max(-1, ...Object.values(known).map(({ ix }) => ix)) + 1;
  const channels = Object.fromEntries(
    device.channels.map((mapped) => [mapped.key, toMappedChannel(mapped, known[mapped.key]?.ix ?? next++)]),
  );
  for (const [key, channel] of Object.entries(known)) channels[key] ??= { ...channel, retired: true };
  return channels;
}

/** A new description: nodes follow it, those of a device that is described no more leave. */
export function applyMapping(work: Work, mapping: MqttMapping): void {
  work.directory = { ...work.directory, mqtt: mapping };
  for (const node of Object.values(work.directory.nodes)) {
    if (node.removed) continue;
    const mapped = findMapped(mapping, node.address);
    if (mapped !== null) describe(work, node, mapped.device, false);
    else changeNode(work, { kind: "update", node: { ...node, removed: true } });
  }
}
