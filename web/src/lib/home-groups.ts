import type { Node, NodeRole } from "@lastmeter/model/node";

/** Anything that stands for a node of a home. */
interface Grouped {
  readonly id: string;
  readonly node: Node;
}

/** Who counts in a home (DESIGN 2): a node behind another of the same kind is counted by that one already. */
export interface HomeGroups<N extends Grouped> {
  /** What the home's figure is: the grid meters' sum, or that of the loads where there is no grid meter. */
  readonly source: "grid" | "loads" | "none";
  readonly grid: readonly N[];
  readonly production: readonly N[];
  readonly storage: readonly N[];
  /** Loads that are not inside another load. */
  readonly loads: readonly N[];
}

/** Energy of a node or a home over a time, Wh, never negative. */
export interface Drawn {
  readonly importWh: number;
  readonly exportWh: number;
}

/** Energy of a home; null: not known, never zero. */
export interface HomeEnergy {
  readonly importWh: number | null;
  readonly exportWh: number | null;
  readonly productionWh: number | null;
  /** import + production − export (and what a battery gave less what it took). Registers of coarse steps may make a moment negative. */
  readonly consumptionWh: number | null;
}

/** A meter without a proposed role counts as a load. */
export function toRole(node: Node): NodeRole | null {
  return node.role ?? (node.total.power.length > 0 ? "load" : null);
}

export function toHomeGroups<N extends Grouped>(nodes: readonly N[]): HomeGroups<N> {
  const roles = new Map(nodes.map(({ id, node }) => [id, toRole(node)]));
  const of = (role: NodeRole) =>
    nodes.filter(({ node, id }) => {
      if (roles.get(id) !== role) return false;
      const outer = node.inside === null ? undefined : roles.get(node.inside);
      return role === "load" ? outer === undefined : outer !== role;
    });
  const [grid, production, storage, loads] = [of("grid"), of("production"), of("storage"), of("load")];
  const source = grid.length > 0 ? "grid" : loads.length > 0 ? "loads" : "none";
  return { source, grid, production, storage, loads };
}

/** The home's energy over some time from that of its nodes: a side is known when every node of it is; loads alone when one is. */
export function toHomeEnergy<N extends Grouped>(groups: HomeGroups<N>, toDrawn: (node: N) => Drawn | null): HomeEnergy {
  const { source, grid, production, storage, loads } = groups;
  const sum = (nodes: readonly N[]): Drawn | null => {
    const parts = nodes.map(toDrawn);
    let [importWh, exportWh] = [0, 0];
    for (const part of parts) {
      if (part === null) return null;
      importWh += part.importWh;
      exportWh += part.exportWh;
    }
    return { importWh, exportWh };
  };
  const produced = sum(production);
  const productionWh = production.length > 0 ? (produced?.exportWh ?? null) : null;
  if (source !== "grid") {
    const known = sum(loads.filter((node) => toDrawn(node) !== null));
    const any = loads.some((node) => toDrawn(node) !== null);
    return { importWh: null, exportWh: null, productionWh, consumptionWh: any ? (known?.importWh ?? null) : null };
  }
  const [met, stored] = [sum(grid), sum(storage)];
  const toNet = (drawn: Drawn) => drawn.importWh - drawn.exportWh;
  return {
    importWh: met?.importWh ?? null,
    exportWh: met?.exportWh ?? null,
    productionWh,
    consumptionWh: met && produced && stored ? toNet(met) - toNet(produced) - toNet(stored) : null,
  };
}
