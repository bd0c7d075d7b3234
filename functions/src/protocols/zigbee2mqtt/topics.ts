import type { Directory, DirectoryNode } from "../protocol.ts";

/** What a topic outside `bridge/` means. `unknown`: no device or group of that name, yet. */
export type Target =
  | { readonly kind: "state"; readonly node: DirectoryNode }
  | { readonly kind: "attribute"; readonly node: DirectoryNode; readonly attribute: string }
  | { readonly kind: "availability"; readonly node: DirectoryNode }
  | { readonly kind: "ignored" }
  | { readonly kind: "unknown" };

type Name = { readonly node: DirectoryNode } | "group";

const ignored = { kind: "ignored" } as const;
const COMMAND = /(^|\/)(set|get)(\/|$)/;

/** A network's names; groups and devices that left or were erased are known, so that their messages are not taken for unknown ones. */
export function toNames(directory: Directory): ReadonlyMap<string, Name> {
  const names = new Map<string, Name>();
  for (const name of directory.groups ?? []) names.set(name, "group");
  for (const name of Object.values(directory.erased ?? {})) names.set(name, "group");
  const nodes = Object.values(directory.nodes);
  for (const node of nodes) if (node.removed) names.set(node.nativeName, { node });
  for (const node of nodes) if (!node.removed) names.set(node.nativeName, { node });
  return names;
}

/**
 * Names hold blanks and slashes and may end like a topic of another kind, so a topic is never split by position: the longest
 * known name it begins with decides. `<name>` state, `<name>/availability`, `<name>/set|get…` somebody's command,
 * `<name>/<attribute>` a single value (`advanced.output: attribute`).
 */
export function toTarget(names: ReadonlyMap<string, Name>, topic: string): Target {
  const exact = names.get(topic);
  if (exact !== undefined) return of(exact, (node) => ({ kind: "state", node }));
  for (let end = topic.lastIndexOf("/"); end > 0; end = topic.lastIndexOf("/", end - 1)) {
    const name = names.get(topic.slice(0, end));
    if (name === undefined) continue;
    const rest = topic.slice(end + 1);
    if (COMMAND.test(rest)) return ignored;
    if (rest === "availability") return of(name, (node) => ({ kind: "availability", node }));
    return of(name, (node) => ({ kind: "attribute", node, attribute: rest }));
  }
  return COMMAND.test(topic) ? ignored : { kind: "unknown" };
}

/** What a device says after it left (its availability stays retained) is of no use; a group is no node. */
function of(name: Name, toTargetOf: (node: DirectoryNode) => Target): Target {
  return name === "group" || name.node.removed ? ignored : toTargetOf(name.node);
}

/** A device named like another one's availability topic: the payload tells which of the two spoke. */
export function toSiblingAvailability(names: ReadonlyMap<string, Name>, topic: string): DirectoryNode | undefined {
  if (!topic.endsWith("/availability")) return undefined;
  const name = names.get(topic.slice(0, -"/availability".length));
  return name === undefined || name === "group" || name.node.removed ? undefined : name.node;
}
