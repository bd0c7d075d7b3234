import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import type { Directory, DirectoryNode, OwnerField } from "@lastmeter/functions/src/protocols/protocol.ts";
import type { NodeRole } from "@lastmeter/model/node";
import { type DeviceKey, devices } from "./devices.ts";

/** What the people of a home decided about a node; role null: as the protocol proposes. */
export interface PeopleChoice {
  readonly name: string;
  readonly room: string | null;
  readonly role: NodeRole | null;
}

/** By address of the device; the meter with role `grid` counts what the loads draw and what the roof gives. */
export type PeopleChoices = ReadonlyMap<string, PeopleChoice>;

const choices: Readonly<Record<DeviceKey, PeopleChoice>> = {
  grid: { name: "House meter", room: null, role: "grid" },
  solar: { name: "Solar roof", room: null, role: "production" },
  fridge: { name: "Fridge", room: "Kitchen", role: "load" },
  washingMachine: { name: "Washing machine", room: "Bathroom", role: "load" },
  waterHeater: { name: "Water heater", room: "Bathroom", role: "load" },
  thermostat: { name: "Living room thermostat", room: "Living room", role: null },
  climate: { name: "Bedroom climate", room: "Bedroom", role: null },
  door: { name: "Front door", room: "Hall", role: null },
};

/** Of the simulated home. */
export const peopleChoices: PeopleChoices = new Map(devices.map(({ key, address }) => [address, choices[key]]));

/** The directory after a batch: new nodes carry what people chose, so that the protocol leaves it alone from then on. */
export function withOwnerSet(before: Directory, after: Directory, choices: PeopleChoices): Directory {
  if (after === before) return after;
  const nodes = Object.entries(after.nodes).map(([address, node]): [string, DirectoryNode] => {
    const choice = choices.get(address);
    const ownerSet: OwnerField[] = choice?.role === null ? ["name"] : ["name", "role"];
    return [address, choice === undefined ? node : { ...node, ownerSet }];
  });
  const version = Math.max(after.version, before.version + 1);
  return { ...after, version, nodes: Object.fromEntries(nodes) };
}

/** A new node's document as its owner has approved and named it. */
export function withPeopleChoices(write: Write, directory: Directory, choices: PeopleChoices): Write {
  const address = write.kind === "create" && "address" in write.data ? String(write.data.address) : "";
  const choice = choices.get(address);
  if (write.kind !== "create" || choice === undefined) return write;
  const { name, room, role } = choice;
  const [gridAddress = ""] = [...choices].find(([, { role }]) => role === "grid") ?? [];
  const isInside = role === "load" || role === "production";
  const inside = (isInside && directory.nodes[gridAddress]?.nodeId) || null;
  const data = { ...write.data, name, room, inside, status: "active", ...(role === null ? {} : { role }) };
  return { ...write, data };
}
