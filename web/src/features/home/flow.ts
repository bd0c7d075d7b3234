import type { Home } from "./home.ts";

export const sourceParts = ["production", "discharge", "import"] as const;
export const sinkParts = ["consumption", "charge", "export"] as const;
export type FlowPart = (typeof sourceParts)[number] | (typeof sinkParts)[number];

export interface Flow {
  readonly sources: readonly { readonly part: FlowPart; readonly powerW: number }[];
  readonly sinks: readonly { readonly part: FlowPart; readonly powerW: number }[];
}

/** Where the power comes from and where it goes. Parts the home has are there even at 0 W, so that the picture keeps its shape. */
export function toFlow(home: Home): Flow {
  const { importW, exportW, productionW, storageW, consumptionW } = home;
  const part = (name: FlowPart, powerW: number | null) => (powerW === null ? [] : [{ part: name, powerW }]);
  return {
    sources: [
      ...part("production", productionW),
      ...part("discharge", storageW === null ? null : Math.max(0, -storageW)),
      ...part("import", importW),
    ],
    sinks: [
      ...part("consumption", consumptionW),
      ...part("charge", storageW === null ? null : Math.max(0, storageW)),
      ...part("export", exportW),
    ],
  };
}
