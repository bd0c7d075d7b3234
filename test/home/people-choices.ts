import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import type { Directory, DirectoryNode, OwnerField } from "@lastmeter/functions/src/protocols/protocol.ts";
import type { NodeRole } from "@lastmeter/model/node";
import { type DeviceKey, devices } from "./devices.ts";

/** What the people of the home decided about each node; role null: as the protocol proposes. */
const peopleChoices: Readonly<
  Record<DeviceKey, { readonly name: string; readonly room: string | null; readonly role: NodeRole | null }>
> = {
  grid: { name: "House meter", room: null, role: "grid" },
  solar: { name: "Solar roof", room: null, role: "production" },
  fridge: { name: "Fridge", room: "Kitchen", role: "load" },
  washingMachine: { name: "Washing machine", room: "Bathroom", role: "load" },
  waterHeater: { name: "Water heater", room: "Bathroom", role: "load" },
  thermostat: { name: "Living room thermostat", room: "Living room", role: null },
  climate: { name: "Bedroom climate", room: "Bedroom", role: null },
  door: { name: "Front door", room: "Hall", role: null },
};

function toChoice(address: unknown) {
  const key = devices.find((device) => device.address === address)?.key;
  return key === undefined ? undefined : peopleChoices[key];
}

/** The directory after a batch: new nodes carry what people chose, so that the protocol leaves it alone from then on. */
export function withOwnerSet(before: Directory, after: Directory): Directory {
  if (after === before) return after;
  const nodes = Object.entries(after.nodes).map(([address, node]): [string, DirectoryNode] => {
    const choice = toChoice(address);
    const ownerSet: OwnerField[] = choice?.role === null ? ["name"] : ["name", "role"];
    return [address, choice === undefined ? node : { ...node, ownerSet }];
  });
  const version = Math.max(after.version, before.version + 1);
  return { ...after, version, nodes: Object.fromEntries(nodes) };
}

/** A new node's document as its owner has approved and named it. */
export function withPeopleChoices(write: Write, directory: Directory): Write {
  const choice = write.kind === "create" && "address" in write.data ? toChoice(write.data.address) : undefined;
  if (write.kind !== "create" || choice === undefined) return write;
  const { name, room, role } = choice;
  const grid = devices.find(({ key }) => key === "grid");
  // The house meter counts what the loads draw and what the roof gives.
  const isInside = role === "load" || role === "production";
  const inside = (isInside && grid && directory.nodes[grid.address]?.nodeId) || null;
  const data = { ...write.data, name, room, inside, status: "active", ...(role === null ? {} : { role }) };
  return { ...write, data };
}
