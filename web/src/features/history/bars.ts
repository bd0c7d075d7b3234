import type { EnergyBar, EnergyPart } from "../../ui/energy-bar.ts";
import type { Bar, History } from "./history.ts";

/** What a bar is made of: above zero what was used, by where it came from; below zero what was given. */
function toParts(kind: History["kind"], { energy }: Bar): EnergyPart[] {
  const { importWh, exportWh, consumptionWh } = energy;
  const part = (role: EnergyPart["role"], wh: number | null, below = false): EnergyPart[] =>
    wh === null ? [] : [{ role, wh: Math.max(0, wh), below }];
  if (kind === "loads") return part("load", consumptionWh);
  if (kind === "producer") return [...part("solar", exportWh), ...part("load", importWh, true)];
  if (kind === "node") return [...part("import", importWh), ...part("export", exportWh, true)];
  const own = consumptionWh === null || importWh === null ? null : consumptionWh - importWh;
  return [...part("import", importWh), ...part("solar", own), ...part("export", exportWh, true)];
}

export function toEnergyBars({ kind, bars }: History): EnergyBar[] {
  return bars.map((bar) => ({
    startAt: bar.startAt,
    endAt: bar.endAt,
    parts: bar.certainty === "missing" ? [] : toParts(kind, bar),
    estimated: bar.certainty !== "good",
    missing: bar.certainty === "missing" && bar.phase !== "future" && bar.mark !== "exclude",
    mark: bar.mark,
  }));
}
