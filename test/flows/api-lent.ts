import { type AccessLogEntry, accessLogEntrySchema } from "@lastmeter/model/access-log";
import { type Grant, toClientPrincipal } from "@lastmeter/model/grant";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { toGrant } from "../rules/roles.ts";
import type { ApiBench } from "./api-bench.ts";

const channels = Object.fromEntries(
  ["power", "voltage", "state"].map((key, ix) => {
    const isState = key === "state";
    const measured = { quantity: key, unit: key === "power" ? "W" : "V" };
    const common = { key, ix, label: key, path: [key], readable: true, settable: isState, gettable: true };
    return [
      key,
      isState
        ? { ...common, kind: "control", type: "binary", on: "ON", off: "OFF" }
        : { ...common, kind: "measurement", type: "numeric", ...measured },
    ];
  }),
);

export interface Lent {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
}

/** A node as the server writes it, in a home of its own; its grant exactly as told, or none. */
export async function lendNode(bench: ApiBench, clientId: string, terms: Partial<Grant> | null): Promise<Lent> {
  const { db } = bench.sharing.link;
  const networkId = randomId().padEnd(32, "n") as NetworkId;
  const nodeId = randomId() as NodeId;
  const total = { power: [{ channel: "power", sign: 1 }], energyImport: [], energyExport: [] };
  const node = {
    v: 1,
    networkId,
    ownerId: "owner",
    name: "Plug",
    role: "load",
    status: "active",
    location: null,
    total,
    channels,
  };
  await db.doc(paths.network(networkId)).set({ v: 1, ownerId: "owner", location: null });
  await db.doc(paths.node(nodeId)).set(node);
  if (terms !== null) {
    const principalId = toClientPrincipal(clientId);
    const grant = {
      ...toGrant(`nodes/${nodeId}`, principalId, { from: bench.time.now - 3_600_000, ...terms }),
      networkId,
      timeZone: "Europe/Zurich",
    };
    await db.doc(paths.nodeGrant(nodeId, principalId)).set(grant);
  }
  return { networkId, nodeId };
}

export async function readEntries(bench: ApiBench, { networkId }: Lent): Promise<AccessLogEntry[]> {
  const { docs } = await bench.sharing.link.db.collection(paths.accessLogs(networkId)).get();
  return docs.map((snapshot) => accessLogEntrySchema.parse(snapshot.data()));
}
