import type { NodeId } from "@lastmeter/model/ids";
import type {
  Answer,
  ConfigRecord,
  DeadLetter,
  Decoded,
  Directory,
  Failure,
  NativeMessage,
  NodeChange,
  PresenceFact,
} from "../protocol.ts";
import { toNextDirectory } from "./next-directory.ts";
import type { Output } from "./values.ts";

/** One decode under way: the directory as it stands and what was understood so far. */
export interface Work {
  readonly heardAt: number;
  directory: Directory;
  readonly output: Output;
  readonly seen: Map<NodeId, number>;
  /** Number of the newest message of each node. */
  readonly told: Map<NodeId, number>;
  /** By address: one change a node, however often it changed. */
  readonly changes: Map<string, NodeChange>;
  readonly records: ConfigRecord[];
  readonly deadLetters: DeadLetter[];
  readonly presence: PresenceFact[];
  readonly answers: Answer[];
  readonly failures: Failure[];
  /** Topic and fault of the dead letters of this decode: a device repeats its cached state, fault included. */
  readonly reported: Set<string>;
}

export function toWork(directory: Directory, heardAt: number): Work {
  return {
    heardAt,
    directory,
    output: { readings: [], events: [], values: [] },
    seen: new Map(),
    told: new Map(),
    changes: new Map(),
    records: [],
    deadLetters: [],
    presence: [],
    answers: [],
    failures: [],
    reported: new Set(),
  };
}

/** A back-fill's message from before what is known. */
export function isPast(work: Work, { at }: Pick<NativeMessage, "at">): boolean {
  return at < work.heardAt;
}

export function addDeadLetter(work: Work, { topic, payload, at, sequence }: NativeMessage, reason: string): void {
  const key = `${topic}\n${reason}`;
  if (work.reported.has(key)) return;
  work.reported.add(key);
  work.deadLetters.push({ topic, payload, at, sequence, reason });
}

/** Puts a node's new state into the directory and remembers the change; a later one completes an earlier one. */
export function changeNode(work: Work, change: NodeChange): void {
  const { node } = change;
  work.directory = { ...work.directory, nodes: { ...work.directory.nodes, [node.address]: node } };
  const earlier = work.changes.get(node.address);
  work.changes.set(node.address, earlier === undefined ? change : merge(earlier, change));
}

function merge(earlier: NodeChange, later: NodeChange): NodeChange {
  if (earlier.kind === "update") return later.kind === "update" ? { ...earlier, ...later } : later;
  const {
    vendor = earlier.vendor,
    model = earlier.model,
    description = earlier.description,
    role = earlier.role,
  } = later;
  return { kind: "create", node: later.node, vendor, model, description, role };
}

/** All that a decode came to. */
export function toDecoded(
  { output, seen, told, changes, records, deadLetters, ...work }: Work,
  before: Directory,
): Decoded {
  const { presence, answers, failures, directory } = work;
  return {
    ...output,
    presence,
    answers,
    failures,
    seen,
    told,
    nodeChanges: [...changes.values()],
    records,
    deadLetters,
    directory: toNextDirectory(before, directory),
  };
}
