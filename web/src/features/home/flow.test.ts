import { describe, expect, it } from "vitest";
import { toFlow } from "./flow.ts";
import type { Home } from "./home.ts";

const today = { importWh: null, exportWh: null, productionWh: null, consumptionWh: null, estimated: false };
const base = { source: "grid", at: 1, parts: 1, partsKnown: 1, today } as const;

describe("in and out", () => {
  it.each<[string, Omit<Home, keyof typeof base>, string[], string[]]>([
    [
      "sun over the roof",
      { powerW: -500, importW: 0, exportW: 500, productionW: 2000, storageW: null, consumptionW: 1500 },
      ["production 2000", "import 0"],
      ["consumption 1500", "export 500"],
    ],
    [
      "a battery gives at night",
      { powerW: 100, importW: 100, exportW: 0, productionW: 0, storageW: -700, consumptionW: 800 },
      ["production 0", "discharge 700", "import 100"],
      ["consumption 800", "charge 0", "export 0"],
    ],
    [
      "what is not known is left out",
      { powerW: 100, importW: 100, exportW: 0, productionW: null, storageW: null, consumptionW: null },
      ["import 100"],
      ["export 0"],
    ],
  ])("%s", (_name, home, sources, sinks) => {
    const flow = toFlow({ ...base, ...home });
    const toWords = (parts: typeof flow.sources) => parts.map(({ part, powerW }) => `${part} ${powerW}`);
    expect(toWords(flow.sources)).toEqual(sources);
    expect(toWords(flow.sinks)).toEqual(sinks);
  });

  it("balances: as much comes in as goes out", () => {
    const home = {
      ...base,
      powerW: -500,
      importW: 0,
      exportW: 500,
      productionW: 2000,
      storageW: 300,
      consumptionW: 1200,
    };
    const { sources, sinks } = toFlow(home);
    const sum = (parts: typeof sources) => parts.reduce((total, { powerW }) => total + powerW, 0);
    expect(sum(sources)).toBe(sum(sinks));
  });
});
