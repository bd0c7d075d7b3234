import type { AccessLogEntry } from "@lastmeter/model/access-log";
import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { NodeChanges } from "@lastmeter/model/node-edit";
import { paths } from "@lastmeter/model/paths";
import type { FieldError } from "@lastmeter/model/problem";
import { toRing } from "../link/gateway-status.ts";
import type { Write } from "../platform/writes.ts";
import { type Directory, type DirectoryNode, ownerFields } from "../protocols/protocol.ts";

/** What of a node's document an edit depends on. */
export type EditedNode = Pick<Node, "channels" | "status">;

export interface NodeEditFacts {
  readonly nodeId: NodeId;
  readonly changes: NodeChanges;
  readonly node: EditedNode;
  readonly directory: Directory;
  /** Nodes of the network that are there, each with the one it is inside. */
  readonly insideOf: ReadonlyMap<NodeId, NodeId | null>;
  readonly who: string;
  readonly whoLabel: string;
  readonly now: number;
  /** Of the entry in the access log; random. */
  readonly entryId: string;
}

export type NodeEditPlan =
  | { readonly kind: "refused"; readonly errors: readonly FieldError[] }
  /** `directory`: the same object where the gateway's path need not know. */
  | { readonly kind: "planned"; readonly directory: Directory; readonly writes: readonly Write[] };

/** An owner's decisions about a node: its document, what ingest and the protocol know of it, and the entry in the access log. */
export function planNodeEdit(facts: NodeEditFacts): NodeEditPlan {
  const { nodeId, changes, directory, who, whoLabel, now } = facts;
  const errors = toFaults(facts);
  if (errors.length > 0) return { kind: "refused", errors };
  const entry: AccessLogEntry = {
    v: 1,
    at: now,
    who,
    whoLabel,
    nodeIds: [nodeId],
    act: "configuration",
    what: "node",
    value: Object.keys(changes).join(" "),
  };
  const writes: Write[] = [
    { kind: "replaceFields", path: paths.node(nodeId), data: changes, fields: Object.keys(changes) },
    { kind: "create", path: paths.accessLog(directory.networkId, facts.entryId), data: entry },
  ];
  // Looked at in the next minute: it may be overdue by the new word.
  const quiet: Write = { kind: "merge", path: paths.quiet(directory.networkId), data: { quietAt: new Date(now) } };
  if (changes.expectedMinutes !== undefined) writes.push(quiet);
  if (changes.ratedCurrentA !== undefined) writes.push(toRing(directory.networkId, now));
  return { kind: "planned", directory: toDirectory(directory, nodeId, changes), writes };
}

function toFaults({ nodeId, changes, node, insideOf }: NodeEditFacts): FieldError[] {
  const faults: FieldError[] = [];
  const expect = (holds: boolean, field: string, expected: string) => {
    if (!holds) faults.push({ path: `changes.${field}`, expected });
  };
  const { inside, total, status } = changes;
  if (status !== undefined) expect(node.status !== "removed", "status", "a node that its network knows");
  if (inside) {
    expect(insideOf.has(inside), "inside", "a node of the same network");
    expect(!isWithin(inside, nodeId, insideOf), "inside", "a node that is not inside this one");
  }
  if (total) {
    const power = total.power.map(({ channel }) => channel);
    expect(areOf(node.channels, power, isPower), "total.power", "measured powers of this node, each once");
    for (const field of ["energyImport", "energyExport"] as const) {
      expect(
        areOf(node.channels, total[field], isEnergy),
        `total.${field}`,
        "energy registers of this node, each once",
      );
    }
  }
  return faults;
}

function isWithin(start: NodeId, nodeId: NodeId, insideOf: NodeEditFacts["insideOf"]): boolean {
  const seen = new Set<NodeId>();
  for (let at: NodeId | null | undefined = start; at && !seen.has(at); at = insideOf.get(at)) {
    if (at === nodeId) return true;
    seen.add(at);
  }
  return false;
}

function areOf(channels: Node["channels"], keys: readonly string[], fits: (channel: Channel) => boolean): boolean {
  const isFit = (key: string) => Object.hasOwn(channels, key) && channels[key] !== undefined && fits(channels[key]);
  return new Set(keys).size === keys.length && keys.every(isFit);
}

const isPower = ({ kind, quantity }: Channel) => kind === "measurement" && quantity === "power";
const isEnergy = ({ quantity, register }: Channel) => quantity === "energy" && register === true;

function toDirectory(directory: Directory, nodeId: NodeId, changes: NodeChanges): Directory {
  const known = Object.values(directory.nodes).find((each) => each.nodeId === nodeId);
  const decided = ownerFields.filter((field) => changes[field] !== undefined);
  const { total, location, ratedCurrentA, expectedMinutes } = changes;
  if (!known || (decided.length === 0 && ratedCurrentA === undefined && expectedMinutes === undefined))
    return directory;
  const node: DirectoryNode = {
    ...known,
    ...(total === undefined ? {} : { total }),
    ...(location === undefined ? {} : { location }),
    ...(ratedCurrentA === undefined ? {} : { ratedCurrentA: ratedCurrentA ?? undefined }),
    ...(expectedMinutes === undefined ? {} : { expectedMinutes: expectedMinutes ?? undefined }),
    ownerSet: [...new Set([...(known.ownerSet ?? []), ...decided])],
  };
  const nodes = { ...directory.nodes, [known.address]: node };
  // What goes beyond a rating is told at once.
  return { ...directory, nodes, ...(ratedCurrentA !== undefined && { interestVersion: directory.version + 1 }) };
}
