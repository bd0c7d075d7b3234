import type { Quantity } from "@lastmeter/model/units";
import type { Leaf } from "./leaf.ts";

export type Phase = "A" | "B" | "C";

/** How an electrical property's name is built: `energy_produced_l1` = stem `energy_produced`, style `line`, part `l1`. */
interface NameParts {
  readonly stem: string;
  readonly style: "plain" | "phase" | "letter" | "axis" | "line";
  readonly part: string;
}

const styles: readonly { readonly style: NameParts["style"]; readonly pattern: RegExp }[] = [
  { style: "phase", pattern: /^(.+)_(?:phase|ph)_([abc])$/ },
  { style: "phase", pattern: /^(.+)_phase_(l[123])$/ },
  { style: "axis", pattern: /^(.+)_([xyz])$/ },
  { style: "letter", pattern: /^(.+)_([abc])$/ },
  { style: "line", pattern: /^(.+)_(l\d+)$/ },
];
const phaseOf: Readonly<Record<string, Phase>> = {
  a: "A",
  b: "B",
  c: "C",
  x: "A",
  y: "B",
  z: "C",
  l1: "A",
  l2: "B",
  l3: "C",
};

const electricQuantities: ReadonlySet<Quantity> = new Set<Quantity>([
  "power",
  "energy",
  "voltage",
  "current",
  "reactivePower",
  "reactiveEnergy",
  "apparentPower",
  "apparentEnergy",
  "powerFactor",
  "frequency",
]);

export function isElectric(quantity: Quantity | undefined): boolean {
  return quantity !== undefined && electricQuantities.has(quantity);
}

export function toNameParts(property: string): NameParts {
  const lower = property.toLowerCase();
  for (const { style, pattern } of styles) {
    const match = pattern.exec(lower);
    if (match) return { stem: match[1] ?? lower, style, part: match[2] ?? "" };
  }
  return { stem: lower, style: "plain", part: "" };
}

/**
 * Phase of each electrical property, where it has one. Decided for the device as a whole, since the same suffix means different
 * things: `_a`, `_b` are phases where there is a `_c`, else two clamps; `_l1`, `_l2` are gangs where each has its own switch, and
 * outputs where there is neither a third nor a total; a plain `power` is phase A exactly where phase B, but no phase A, stands
 * beside it (EMIZB-151), and the total elsewhere (EMIZB-132).
 */
export function toPhases(leaves: readonly Leaf[]): ReadonlyMap<Leaf, Phase> {
  const parts = new Map(leaves.map((leaf) => [leaf, toNameParts(leaf.property)]));
  const names = new Set([...parts.values()].map(({ stem, style, part }) => `${stem} ${style} ${part}`));
  const has = (stem: string, style: NameParts["style"], part: string) => names.has(`${stem} ${style} ${part}`);
  const gangs = has("state", "line", "l1") || has("state", "line", "l2");
  const phases = new Map<Leaf, Phase>();
  for (const [leaf, { stem, style, part }] of parts) {
    const phase = phaseOf[part];
    if (style === "plain") {
      if (has(stem, "phase", "b") && !has(stem, "phase", "a")) phases.set(leaf, "A");
    } else if (phase !== undefined && isPhaseStyle(style, stem, gangs, has)) {
      phases.set(leaf, phase);
    }
  }
  return phases;
}

function isPhaseStyle(
  style: NameParts["style"],
  stem: string,
  gangs: boolean,
  has: (stem: string, style: NameParts["style"], part: string) => boolean,
): boolean {
  if (style === "phase") return true;
  if (style === "letter") return has(stem, "letter", "a") && has(stem, "letter", "b") && has(stem, "letter", "c");
  if (style === "axis") return has(stem, "axis", "x") && has(stem, "axis", "y") && has(stem, "axis", "z");
  if (gangs || has(stem, "line", "l4")) return false;
  if (has(stem, "line", "l1") && has(stem, "line", "l2") && has(stem, "line", "l3")) return true;
  // Two lines with a total beside them: a split-phase meter. Without one: a meter with two outputs.
  return (
    has("power", "plain", "") && has("power", "line", "l1") && has("power", "line", "l2") && !has("power", "line", "l4")
  );
}
