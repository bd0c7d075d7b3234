import type { Quantity } from "@lastmeter/model/units";
import { type Phase, toNameParts } from "./electric.ts";
import type { Leaf } from "./leaf.ts";
import type { Counter } from "./register.ts";

const MAX_LENGTH = 80;

/** `power_on_behavior` → `powerOnBehavior`; always a valid channel key, never a name every object has. */
function toCamelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join("");
  const named = /^[A-Za-z]/.test(joined) ? joined : `p${upperFirst(joined)}`;
  return (named in Object.prototype ? `p${upperFirst(named)}` : named).slice(0, MAX_LENGTH);
}

const upperFirst = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const lowerFirst = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);

const fixed: ReadonlyMap<string, string> = new Map([["linkquality", "linkQuality"]]);

const powerStem = /^(total_)?(active_)?power(_ab)?$/;
const importStem =
  /^((total_)?(active_)?energy(_consumption|_consumed|_all|_wh)?|consumed_energy|energy_consumed|current_summ_delivered)$/;
const exportStem =
  /^((total_)?(produced|output|reverse|export(ed)?)_energy|energy_(produced|exported|output)|current_summ_received)$/;

/**
 * The key people and programs know a channel by: `power`, `energyImport`, `energyExport`, with `PhaseA` …, `Tier1` …, the clamp's
 * or gang's name after it; the property in camelCase for everything else. A plain name that is only one phase is called so.
 */
export function toKeyCandidates(
  leaf: Leaf,
  quantity: Quantity | undefined,
  counter: Counter,
  phase: Phase | undefined,
): string[] {
  const own = toCamelCase(leaf.path.filter((part) => part !== "*").join("_"));
  const canonical =
    (leaf.access & 2) === 0 && leaf.path.length === 1 ? toCanonical(leaf, quantity, counter, phase) : undefined;
  return canonical === undefined ? [fixed.get(leaf.property) ?? own] : [canonical, own];
}

function toCanonical(
  leaf: Leaf,
  quantity: Quantity | undefined,
  counter: Counter,
  phase: Phase | undefined,
): string | undefined {
  if (quantity === "batteryVoltage") return "batteryVoltage";
  const { stem, part } = splitSuffix(leaf);
  const suffix = phase === undefined ? upperFirst(toSuffix(part)) : `Phase${phase}`;
  if (quantity === "power" && powerStem.test(stem)) return `power${suffix}`;
  if (quantity === "energy" && counter.register) {
    if (exportStem.test(stem)) return `energyExport${suffix}`;
    if (importStem.test(stem)) return `energyImport${suffix}`;
  }
  return phase === undefined ? undefined : `${toCamelCase(stem)}Phase${phase}`;
}

function splitSuffix(leaf: Leaf): { readonly stem: string; readonly part: string } {
  const property = leaf.property.toLowerCase();
  const tier = /^(.+)_(?:tier_|t)(\d+)$/.exec(property);
  if (tier) return { stem: tier[1] ?? property, part: `tier${tier[2]}` };
  if (leaf.endpoint !== undefined && property.endsWith(`_${leaf.endpoint.toLowerCase()}`)) {
    return { stem: property.slice(0, -leaf.endpoint.length - 1), part: leaf.endpoint };
  }
  const parts = toNameParts(leaf.property);
  if (parts.style !== "plain") return parts;
  const numbered = /^(.+?)_((?:p|ch)?\d+|usb)$/.exec(property);
  return numbered ? { stem: numbered[1] ?? property, part: numbered[2] ?? "" } : { stem: property, part: "" };
}

const toSuffix = (part: string) =>
  part === "" ? "" : toCamelCase(/^\d/.test(part) ? `n_${part}` : part).replace(/^n(?=\d)/, "");
