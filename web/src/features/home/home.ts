import type { LiveData, Node } from "@lastmeter/model/node";
import { fromSteps } from "@lastmeter/model/units";
import { type HomeEnergy, type HomeGroups, toHomeEnergy, toHomeGroups } from "../../lib/home-groups.ts";

/** A node with what is known of it now. */
export interface HomeNode {
  readonly id: string;
  readonly node: Node;
  readonly live: LiveData | null;
}

export interface HomeToday extends HomeEnergy {
  readonly estimated: boolean;
}

/** Powers in W: `powerW` and `storageW` are + when drawn; import, export, production and consumption are never negative. */
export interface Home {
  /** What the figure is: the grid meters' sum, or that of the loads where there is no grid meter. */
  readonly source: "grid" | "loads" | "none";
  readonly powerW: number | null;
  /** Time of the newest part of `powerW`. */
  readonly at: number | null;
  /** Nodes in the sum, and those of them with a value. */
  readonly parts: number;
  readonly partsKnown: number;
  readonly importW: number | null;
  readonly exportW: number | null;
  readonly productionW: number | null;
  readonly storageW: number | null;
  readonly consumptionW: number | null;
  readonly today: HomeToday;
}

export function hasPower(node: Node): boolean {
  return node.total.power.length > 0;
}

export function toPowerW(live: LiveData | null): number | null {
  return live?.power ? fromSteps("power", live.power.value) : null;
}

interface Sum {
  readonly parts: number;
  readonly known: number;
  readonly value: number;
}

function sum(nodes: readonly HomeNode[], toValue: (node: HomeNode) => number | null): Sum {
  const values = nodes.map(toValue).filter((value) => value !== null);
  return { parts: nodes.length, known: values.length, value: values.reduce((total, value) => total + value, 0) };
}

/** A sum is known when every part is; no part at all is 0. */
const whole = (total: Sum): number | null => (total.known === total.parts ? total.value : null);

/**
 * The home as it is now: the sum over grid nodes, or, where there is none, over loads not inside another (DESIGN 2). What is not
 * known is null, never zero.
 * @param day today in the home's zone, `2026-11-22`; yesterday's counts are not today's
 */
export function toHome(nodes: readonly HomeNode[], day: string): Home {
  const groups = toHomeGroups(nodes);
  const { source, grid, production, storage, loads } = groups;
  const counted = source === "grid" ? grid : source === "loads" ? loads : [];
  const toNodePower = ({ live }: HomeNode) => toPowerW(live);
  const power = sum(counted, toNodePower);
  const powerW = power.known > 0 ? round(power.value) : null;
  const produced = whole(sum(production, toNodePower));
  const stored = whole(sum(storage, toNodePower));
  const complete = powerW !== null && power.known === power.parts && produced !== null && stored !== null;
  const consumptionW = source === "grid" ? (complete ? round(Math.max(0, powerW - produced - stored)) : null) : powerW;
  const times = counted.map(({ live }) => live?.power?.at ?? 0);
  return {
    source,
    powerW,
    at: powerW === null ? null : Math.max(...times),
    parts: power.parts,
    partsKnown: power.known,
    importW: source === "grid" && powerW !== null ? Math.max(0, powerW) : null,
    exportW: source === "grid" && powerW !== null ? Math.max(0, -powerW) : null,
    productionW: production.length > 0 && produced !== null ? round(Math.max(0, -produced)) : null,
    storageW: storage.length > 0 && stored !== null ? round(stored) : null,
    consumptionW,
    today: toToday(groups, day),
  };
}

function toToday(groups: HomeGroups<HomeNode>, day: string): HomeToday {
  const energy = toHomeEnergy(groups, (node) => toTodayOf(node, day));
  const { grid, production, storage, loads } = groups;
  const counted = [...grid, ...production, ...storage, ...loads];
  const { consumptionWh } = energy;
  return {
    ...energy,
    consumptionWh: consumptionWh === null ? null : Math.max(0, consumptionWh),
    estimated: counted.some((node) => toTodayOf(node, day)?.estimated),
  };
}

/** Today's counts of a node, where they are today's. */
export function toTodayOf({ live }: HomeNode, day: string): LiveData["today"] {
  return live?.today?.day === day ? live.today : null;
}

/** Steps of 0.1 W; keeps sums of tenths free of binary dust. */
function round(powerW: number): number {
  return Math.round(powerW * 10) / 10 || 0;
}

/** Two rows change places only where the difference is worth a movement of the list. */
const SWAP_MARGIN_W = 5;

/** Nodes by power drawn or given, greatest first, unknown last. Keeps the order before within a margin. */
export function toOrder(nodes: readonly HomeNode[], before: readonly string[]): string[] {
  const size = new Map(nodes.map(({ id, live }) => [id, Math.abs(toPowerW(live) ?? -1)]));
  const known = before.filter((id) => size.has(id));
  const added = nodes.map(({ id }) => id).filter((id) => !known.includes(id));
  added.sort((a, b) => (size.get(b) ?? 0) - (size.get(a) ?? 0));
  const order = before.length === 0 ? added : [...known, ...added];
  for (let end = 1; end < order.length; end += 1) {
    for (let at = end; at > 0; at -= 1) {
      const [upper = "", lower = ""] = [order[at - 1], order[at]];
      const [above, below] = [size.get(upper) ?? 0, size.get(lower) ?? 0];
      if (below <= above || below - above < Math.max(SWAP_MARGIN_W, above * 0.05)) break;
      [order[at - 1], order[at]] = [lower, upper];
    }
  }
  return order;
}
