import type { Node, NodeIcon, NodeRole } from "@lastmeter/model/node";
import { type NodeChanges, nodeChangesSchema } from "@lastmeter/model/node-edit";
import { parseCoordinates, toCoordinatesText } from "../../lib/coordinates.ts";

/** What an administrator decides about a node, as it stands in the form. */
export interface NodeDraft {
  readonly name: string;
  /** "": none. */
  readonly room: string;
  readonly role: NodeRole | null;
  /** Id of a node; "": of none. */
  readonly inside: string;
  /** Null: by what the node is for. */
  readonly icon: NodeIcon | null;
  readonly isProtected: boolean;
  /** A; "": the home's own limit. */
  readonly ratedCurrent: string;
  /** "": by its kind. */
  readonly expectedMinutes: string;
  /** Degrees; "": the network's. */
  readonly coordinates: string;
}
export type NodeDraftField = "name" | "room" | "ratedCurrent" | "coordinates";

export function toNodeDraft(node: Node): NodeDraft {
  const { location } = node;
  return {
    name: node.name,
    room: node.room ?? "",
    role: node.role,
    inside: node.inside ?? "",
    icon: node.icon ?? null,
    isProtected: node.protected ?? false,
    ratedCurrent: node.ratedCurrentA == null ? "" : String(node.ratedCurrentA),
    expectedMinutes: node.expectedMinutes == null ? "" : String(node.expectedMinutes),
    coordinates: location === null ? "" : toCoordinatesText(location),
  };
}

/** Only what is other than before, so that what the network proposes goes on being followed; or the fields that are wrong. */
export function toChanges(
  before: NodeDraft,
  draft: NodeDraft,
): { readonly changes: NodeChanges | null } | { readonly wrong: NodeDraftField[] } {
  const isOther = (field: keyof NodeDraft) => draft[field] !== before[field];
  const place = draft.coordinates.trim() === "" ? null : parseCoordinates(draft.coordinates);
  const rated = draft.ratedCurrent.trim() === "" ? null : Number(draft.ratedCurrent.replace(",", "."));
  const wrong: NodeDraftField[] = [];
  if (isOther("coordinates") && place === null && draft.coordinates.trim() !== "") wrong.push("coordinates");
  const changes = {
    ...(isOther("name") && { name: draft.name }),
    ...(isOther("room") && { room: draft.room.trim() || null }),
    ...(isOther("role") && { role: draft.role }),
    ...(isOther("inside") && { inside: draft.inside || null }),
    ...(isOther("icon") && { icon: draft.icon }),
    ...(isOther("isProtected") && { protected: draft.isProtected }),
    ...(isOther("ratedCurrent") && { ratedCurrentA: rated }),
    ...(isOther("expectedMinutes") && { expectedMinutes: Number(draft.expectedMinutes) || null }),
    ...(isOther("coordinates") && { location: place }),
  };
  if (Object.keys(changes).length === 0) return { changes: null };
  const parsed = nodeChangesSchema.safeParse(changes);
  for (const { path } of parsed.error?.issues ?? []) {
    if (path[0] === "name" || path[0] === "room") wrong.push(path[0]);
    if (path[0] === "ratedCurrentA") wrong.push("ratedCurrent");
  }
  return parsed.success && wrong.length === 0 ? { changes: parsed.data } : { wrong };
}
