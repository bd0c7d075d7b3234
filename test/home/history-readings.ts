import type { DirectoryNode } from "@lastmeter/functions/src/protocols/protocol.ts";
import type { Channel } from "@lastmeter/model/channel";
import type { NodeEvent, Reading } from "@lastmeter/model/reading";
import { QUARTER_MS } from "@lastmeter/model/time";
import { quantities, toSteps } from "@lastmeter/model/units";
import { toLocalMinute } from "./calendar.ts";
import type { DeviceKey } from "./devices.ts";
import { measure } from "./measure.ts";
import { type HomeModel, loadNames, loads } from "./model.ts";
import { type Choices, doorOpenings, heatingAt, type Instant } from "./world.ts";

export interface HistoryNode {
  readonly key: DeviceKey;
  readonly node: DirectoryNode;
}

export interface HistoryBatch {
  readonly readings: readonly Reading[];
  readonly events: readonly NodeEvent[];
}

const untouched: Choices = { off: new Set(), setpoint: null, mode: "auto" };

/** The home over the quarter-hour from `at`: mean powers, registers and temperatures as it begins. */
function toQuarter(model: HomeModel, at: number): Instant {
  const registersWh = model.registersAt(at);
  const after = model.registersAt(at + QUARTER_MS);
  const meanW = (name: keyof typeof registersWh) => (after[name] - registersWh[name]) * 4;
  const solarW = meanW("solarDrawn") - meanW("solarGiven");
  const phasesW = { A: solarW, B: 0, C: 0 };
  for (const name of loadNames) phasesW[loads[name].phase] += meanW(name);
  const power = {
    loadsW: Object.fromEntries(loadNames.map((name) => [name, meanW(name)])) as Instant["power"]["loadsW"],
    solarW,
    phasesW,
    gridW: phasesW.A + phasesW.B + phasesW.C,
  };
  return { at, model, choices: untouched, power, registersWh };
}

/** Power, energy and climate each quarter-hour; voltages and currents each hour; batteries each six hours. */
function isDue(channel: Channel, quarter: number): boolean {
  if (channel.kind !== "measurement" || channel.quantity === undefined) return false;
  if (channel.quantity === "voltage" || channel.quantity === "current") return quarter % 4 === 0;
  return channel.quantity !== "batteryLevel" || quarter % 24 === 0;
}

function toReadings({ key, node }: HistoryNode, instant: Instant, sequence: number): Reading[] {
  const measures = measure(key, instant);
  const quarter = instant.at / QUARTER_MS;
  return Object.values(node.channels).flatMap((channel): Reading[] => {
    const native = measures[channel.path[0] ?? ""];
    if (typeof native !== "number" || channel.quantity === undefined || !isDue(channel, quarter)) return [];
    return [
      {
        nodeId: node.nodeId,
        channel: channel.key,
        quantity: channel.quantity,
        unit: channel.unit ?? quantities[channel.quantity].unit,
        value: toSteps(channel.quantity, native * (channel.factor ?? 1) + (channel.offset ?? 0)),
        at: instant.at,
        quality: "good",
        location: node.location,
        sequence,
      },
    ];
  });
}

/** The door of a local day, and the radiator valve's own changes. */
function toEvents(
  model: HomeModel,
  nodes: readonly HistoryNode[],
  fromAt: number,
  toAt: number,
  sequence: number,
): NodeEvent[] {
  const events: NodeEvent[] = [];
  const add = (key: DeviceKey, property: string, at: number, native: string | boolean | number) => {
    const node = nodes.find((one) => one.key === key)?.node;
    const channel = Object.values(node?.channels ?? {}).find(({ path }) => path[0] === property);
    if (node === undefined || channel === undefined || at < fromAt || at >= toAt) return;
    const value = channel.type === "binary" ? native === channel.on : native;
    events.push({ nodeId: node.nodeId, channel: channel.key, value, at, sequence });
  };
  for (let { day } = toLocalMinute(model.calendar, fromAt); model.calendar(day) < toAt; day += 1) {
    for (const { openAt, closedAt } of doorOpenings(model, day)) {
      add("door", "contact", openAt, false);
      add("door", "contact", closedAt, true);
    }
  }
  let before = heatingAt(model, untouched, fromAt - QUARTER_MS).heating;
  for (let at = fromAt; at < toAt; at += QUARTER_MS) {
    const { heating } = heatingAt(model, untouched, at);
    if (heating !== before) add("thermostat", "running_state", at, heating ? "heat" : "idle");
    before = heating;
  }
  return events.sort((a, b) => a.at - b.at);
}

/** Canonical readings of `[fromAt, toAt)` at 15 minutes. Sequences rise from `firstSequence`, one a quarter-hour. */
export function toHistoryBatch(
  model: HomeModel,
  nodes: readonly HistoryNode[],
  fromAt: number,
  toAt: number,
  firstSequence: number,
): HistoryBatch {
  const readings: Reading[] = [];
  let sequence = firstSequence;
  for (let at = fromAt; at < toAt; at += QUARTER_MS) {
    const instant = toQuarter(model, at);
    for (const node of nodes) readings.push(...toReadings(node, instant, sequence));
    sequence += 1;
  }
  return { readings, events: toEvents(model, nodes, fromAt, toAt, sequence) };
}
