import type { Node } from "@lastmeter/model/node";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { toSlotEnergy } from "@lastmeter/model/series-figures";

/** How well a stretch is known, best first. `partly`: something is known of it, but not of its whole length. */
export const certainties = ["good", "estimated", "suspect", "partly", "missing"] as const;
export type Certainty = (typeof certainties)[number];

/** Energy of a node over some time, Wh; nothing known is null, never 0. */
export interface Amount {
  readonly importWh: number;
  readonly exportWh: number;
  readonly certainty: Exclude<Certainty, "missing">;
}

/** A slot that is known for less of its length says so. */
const WHOLE = 0.98;

export function toWorse<C extends Certainty>(a: C, b: C): C {
  return certainties.indexOf(a) >= certainties.indexOf(b) ? a : b;
}

/** Parts one after the other; null where none is known. Parts that are not known make the whole `partly` known. */
export function addAmounts(parts: readonly (Amount | null)[]): Amount | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  return known.reduce(
    (sum, { importWh, exportWh, certainty }) => ({
      importWh: sum.importWh + importWh,
      exportWh: sum.exportWh + exportWh,
      certainty: toWorse(sum.certainty, certainty),
    }),
    { importWh: 0, exportWh: 0, certainty: known.length < parts.length ? "partly" : "good" } as Amount,
  );
}

/** How much of the slot is known, 0 to 1, by its least known channel; 1 where none of the channels is stored. */
function toCoverage(stats: readonly SlotStats[], { startAt, endAt }: Slot): number {
  return Math.min(1, ...stats.map(({ coveredS }) => (coveredS * 1000) / (endAt - startAt)));
}

export function toCertainty(stats: readonly SlotStats[], coverage: number): Amount["certainty"] {
  let worst: Amount["certainty"] = coverage < WHOLE ? "partly" : "good";
  for (const { quality } of stats) worst = toWorse(worst, quality === "missing" ? "partly" : quality);
  return worst;
}

/** What a node drew and gave in a stored slot; null where nothing is known of it: known to be missing is not zero. */
export function toAmount(slot: Slot | undefined, { total, channels }: Node): Amount | null {
  if (!slot) return null;
  const energy = toSlotEnergy(slot, total, channels);
  if (energy === null) return null;
  const find = (keys: readonly string[]) => keys.flatMap((key) => slot.channels.get(channels[key]?.ix ?? -1) ?? []);
  const powers = find(total.power.map(({ channel }) => channel));
  const registers = find([...total.energyImport, ...total.energyExport]);
  const coverage = toCoverage(powers.length > 0 ? powers : registers, slot);
  const { importWh, exportWh, estimated } = energy;
  if (coverage === 0 && importWh === 0 && exportWh === 0) return null;
  const certainty = toCertainty([...powers, ...registers], coverage);
  return { importWh, exportWh, certainty: estimated ? toWorse(certainty, "estimated") : certainty };
}
