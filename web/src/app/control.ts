import type { ControlParts } from "../ui/control-parts.ts";
import { createPart } from "../ui/part.tsx";
import { loadGroup } from "./load-group.ts";

const load = async () => (await loadGroup(import("./control-part.tsx"))).parts;

/** Fetched when something that can be commanded is first on the screen. */
export const controlParts: ControlParts = {
  Controls: createPart(async () => (await load()).Controls),
  Commands: createPart(async () => (await load()).Commands),
  QuickSwitch: createPart(async () => (await load()).QuickSwitch),
};
