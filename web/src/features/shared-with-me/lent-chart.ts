import type { Channel } from "@lastmeter/model/channel";
import type { Node } from "@lastmeter/model/node";
import type { Slot } from "@lastmeter/model/series";
import { toMean, toSlotEnergy } from "@lastmeter/model/series-figures";
import { fromSteps, quantities } from "@lastmeter/model/units";
import { type Figure, toEnergyFigure, toFigure, toNumberText } from "../../lib/format.ts";
import type { BarTime, Period } from "../../lib/period.ts";
import type { EnergyBar } from "../../ui/energy-bar.ts";

/** What of a lent node is on show: what it drew and gave, or one measurement. */
export type LentSubject = { readonly kind: "energy" } | { readonly kind: "value"; readonly channel: Channel };

/** Energy first, then every measurement with a series. */
export function toLentSubjects(node: Node): LentSubject[] {
  const { power, energyImport, energyExport } = node.total;
  const measured = Object.values(node.channels)
    .filter(({ kind, type, register, periodic, retired }) => {
      return kind === "measurement" && type === "numeric" && !register && !periodic && !retired;
    })
    .sort((a, b) => a.ix - b.ix);
  const energy = power.length + energyImport.length + energyExport.length > 0 ? [{ kind: "energy" } as const] : [];
  return [...energy, ...measured.map((channel) => ({ kind: "value", channel }) as const)];
}

export const toSubjectKey = (subject: LentSubject): string => (subject.kind === "energy" ? "" : subject.channel.key);

function toCanonical({ quantity = "generic" }: Channel, slot: Slot, ix: number): number | null {
  const mean = toMean(slot.channels.get(ix));
  return mean === null ? null : fromSteps(quantity, mean);
}

/** What a slot says of the subject: Wh (a producer's is what it gave), or the mean in the canonical unit; null: not known. */
export function toSlotValue(slot: Slot | undefined, node: Node, subject: LentSubject): number | null {
  if (!slot) return null;
  if (subject.kind === "value") return toCanonical(subject.channel, slot, subject.channel.ix);
  const energy = toSlotEnergy(slot, node.total, node.channels);
  if (!energy) return null;
  return node.role === "production" ? energy.exportWh : energy.importWh;
}

export function toValueFigureOf(value: number, subject: LentSubject, period: Period, locale: string): Figure {
  if (subject.kind === "energy") {
    return period === "day"
      ? { text: toNumberText(value, locale, 0), unit: "Wh" }
      : toEnergyFigure(Math.max(0, value), locale);
  }
  const { quantity = "generic", unit } = subject.channel;
  return toFigure(quantity, value * 10 ** quantities[quantity].decimals, locale, unit);
}

export interface LentBar extends BarTime {
  readonly slot: Slot | undefined;
}

export function toLentBars(bars: readonly BarTime[], slots: readonly Slot[]): LentBar[] {
  const byStart = new Map(slots.map((slot) => [slot.startAt, slot]));
  return bars.map((bar) => ({ ...bar, slot: byStart.get(bar.startAt) }));
}

/** What was drawn above zero, what was given below; for a producer the other way round. */
export function toLentEnergyBars(bars: readonly LentBar[], node: Node, now: number): EnergyBar[] {
  return bars.map(({ startAt, endAt, slot }) => {
    const energy = slot ? toSlotEnergy(slot, node.total, node.channels) : null;
    const producer = node.role === "production";
    const [above, below] = producer ? (["solar", "load"] as const) : (["import", "export"] as const);
    const { importWh = 0, exportWh = 0 } = energy ?? {};
    const parts = [
      { role: above, wh: producer ? exportWh : importWh },
      { role: below, wh: producer ? importWh : exportWh, below: true },
    ];
    return {
      startAt,
      endAt,
      parts: energy ? parts.filter(({ wh }) => wh > 0 || parts.every((part) => part.wh <= 0)) : [],
      estimated: energy?.estimated ?? false,
      missing: energy === null && endAt <= now,
    };
  });
}
