import type { Channel } from "@lastmeter/model/channel";
import { type HomeEnergy, type HomeGroups, toHomeEnergy, toRole } from "../../lib/home-groups.ts";
import type { BarTime, Span } from "../../lib/period.ts";
import type { Mark } from "../../ui/mark.ts";
import { type Amount, type Certainty, toWorse } from "./amount.ts";
import { toBarAmounts, toSpanAmount } from "./node-energy.ts";
import { type Measured, toMeasurements } from "./node-values.ts";
import type { Moment, NodeRecord } from "./record.ts";

export const sides = ["consumptionWh", "productionWh", "importWh", "exportWh"] as const;
export type Side = (typeof sides)[number];

/** One bar: a quarter, day or month. */
export interface Bar extends BarTime {
  readonly phase: "past" | "running" | "future";
  /** `missing`: nothing is known of a time that has been. */
  readonly certainty: Certainty;
  readonly energy: HomeEnergy;
  readonly measured: Measured | null;
  /** What was decided of it, or that it is doubtful; see `marks.ts`. */
  readonly mark?: Mark | undefined;
}

export interface History {
  readonly span: Span;
  readonly moment: Moment;
  /** What is on show: a home (told by its grid meter, or by its loads alone), one node, or what a node without energy measures. */
  readonly kind: "grid" | "loads" | "none" | "node" | "producer" | "value";
  readonly sides: readonly Side[];
  /** The side that answers the question, e.g. what the home used. */
  readonly main: Side;
  readonly bars: readonly Bar[];
  readonly total: HomeEnergy;
  readonly certainty: Certainty;
  readonly measured: Measured | null;
  readonly channel: Channel | null;
}

export interface HistoryNode {
  readonly id: string;
  readonly node: NodeRecord["node"];
  readonly record: NodeRecord;
}

const nothing: HomeEnergy = { importWh: null, exportWh: null, productionWh: null, consumptionWh: null };

function toPhase({ startAt, endAt }: BarTime, { now }: Moment): Bar["phase"] {
  return endAt <= now ? "past" : startAt <= now ? "running" : "future";
}

function toWhole(amounts: readonly (Amount | null)[], main: number | null): Certainty {
  const known = amounts.filter((amount) => amount !== null);
  if (known.length === 0) return "missing";
  const start: Certainty = known.length < amounts.length || main === null ? "partly" : "good";
  return known.reduce<Certainty>((worst, { certainty }) => toWorse(worst, certainty), start);
}

/** The energy of a home over the span, from that of its nodes; the same definition as the home page's. */
export function toHomeHistory(groups: HomeGroups<HistoryNode>, span: Span, moment: Moment): History {
  const { source, grid, production, storage, loads } = groups;
  const counted = source === "grid" ? [...grid, ...production, ...storage] : loads;
  const bars = new Map([...counted, ...production].map(({ id, record }) => [id, toBarAmounts(record, span, moment)]));
  const totals = new Map([...counted, ...production].map(({ id, record }) => [id, toSpanAmount(record, span, moment)]));
  const total = toHomeEnergy(groups, ({ id }) => totals.get(id) ?? null);
  const shown = sides.filter((side) => {
    if (side === "consumptionWh") return true;
    if (side === "productionWh") return production.length > 0;
    return source === "grid" && (side === "importWh" || production.length > 0 || (total.exportWh ?? 0) > 0);
  });
  const main = "consumptionWh";
  return {
    span,
    moment,
    kind: source,
    sides: shown,
    main,
    bars: span.bars.map((bar, place) => {
      const energy = toHomeEnergy(groups, ({ id }) => bars.get(id)?.[place] ?? null);
      const parts = counted.map(({ id }) => bars.get(id)?.[place] ?? null);
      return { ...bar, phase: toPhase(bar, moment), certainty: toWhole(parts, energy[main]), energy, measured: null };
    }),
    total,
    certainty: toWhole([...counted.map(({ id }) => totals.get(id) ?? null)], total[main]),
    measured: null,
    channel: null,
  };
}

const toSides = (amount: Amount | null): HomeEnergy =>
  amount ? { ...nothing, importWh: amount.importWh, exportWh: amount.exportWh } : nothing;

/** What one node drew and gave. */
export function toNodeHistory({ node, record }: HistoryNode, span: Span, moment: Moment): History {
  const amounts = toBarAmounts(record, span, moment);
  const total = toSpanAmount(record, span, moment);
  const producer = toRole(node) === "production";
  const gives = producer || node.total.energyExport.length > 0 || amounts.some((amount) => (amount?.exportWh ?? 0) > 0);
  const draws = !producer || amounts.some((amount) => (amount?.importWh ?? 0) > 0);
  return {
    span,
    moment,
    kind: producer ? "producer" : "node",
    sides: [...(draws ? (["importWh"] as const) : []), ...(gives ? (["exportWh"] as const) : [])],
    main: producer ? "exportWh" : "importWh",
    bars: span.bars.map((bar, place) => {
      const amount = amounts[place] ?? null;
      const certainty = amount?.certainty ?? "missing";
      return { ...bar, phase: toPhase(bar, moment), certainty, energy: toSides(amount), measured: null };
    }),
    total: toSides(total),
    certainty: total?.certainty ?? "missing",
    measured: null,
    channel: null,
  };
}

/** What a node without energy measured, e.g. the temperature of a room. */
export function toValueHistory({ record }: HistoryNode, channel: Channel, span: Span, moment: Moment): History {
  const { bars, total } = toMeasurements(record, channel, span, moment);
  return {
    span,
    moment,
    kind: "value",
    sides: [],
    main: "importWh",
    bars: span.bars.map((bar, place) => {
      const measured = bars[place] ?? null;
      const certainty = measured?.certainty ?? "missing";
      return { ...bar, phase: toPhase(bar, moment), certainty, energy: nothing, measured };
    }),
    total: nothing,
    certainty: total?.certainty ?? "missing",
    measured: total,
    channel,
  };
}

/** What the span holds beyond its bars: counted, but not to be placed in any of them. */
export function toUnplacedWh({ bars, total }: History, side: Side): number {
  const whole = total[side];
  return whole === null ? 0 : whole - bars.reduce((sum, { energy }) => sum + (energy[side] ?? 0), 0);
}
