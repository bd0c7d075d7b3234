import type { Command, CommandOrder } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import type { CommandOutcome } from "@lastmeter/model/link/messages";
import { plugExposes, plugOf, say, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import { zigbee2mqtt } from "../protocols/zigbee2mqtt/zigbee2mqtt.ts";
import type { Heard } from "./heard.ts";
import { noCommands, type OpenCommand } from "./open-commands.ts";
import { type OpenFacts, planOpen } from "./plan-open.ts";

export const now = 1_795_852_800_000;
export const deadline = now + 60_000;
export const id = "c".repeat(22);
export const queueEpoch = "q".repeat(22);
const { directory } = await withDevices([toDevice("0x00158d0000000a01", "plug", plugExposes)]);
export const plug = plugOf(directory);
export const order: CommandOrder = { kind: "set", nodeId: plug.nodeId, channel: "state", value: true };

export const queued: Command = {
  v: 1,
  networkId: "N".repeat(32) as NetworkId,
  order,
  nodeId: plug.nodeId,
  seq: now,
  who: "owner",
  whoLabel: "",
  why: { source: "app", cause: null, hops: 0 },
  at: now,
  deadline,
  state: "queued",
  reason: null,
  sentAt: null,
  publishedAt: null,
  endedAt: null,
};
export const sent: Command = { ...queued, state: "sent", sentAt: now };
export const entry: OpenCommand = { id, target: `${plug.nodeId}/state`, dueAt: deadline };
export const published: OpenCommand = { ...entry, dueAt: deadline + 10_000, after: { queueEpoch, n: 10 } };

export interface Given extends Partial<OpenFacts> {
  readonly command?: Command;
  readonly entry?: OpenCommand;
  readonly at?: number;
}

export function plan({ command = queued, entry: open = entry, at = now, ...more }: Given = {}) {
  const facts: OpenFacts = {
    commands: { ...noCommands, seq: command.seq, open: [open] },
    documents: new Map([[id, command]]),
    isRevoked: false,
    isBrokerAway: false,
    isBehind: false,
    isCoordinatorAway: false,
    outcomes: [],
    place: { queueEpoch, n: 8 },
    heard: null,
    handOver: (commandId, { order }) => {
      const native = zigbee2mqtt.toNative(directory, order, commandId);
      return native === null ? { kind: "unfit" } : { kind: "native", native };
    },
    findNode: () => plug,
    now: at,
    ...more,
  };
  const planned = planOpen(facts);
  return { ...planned, patch: planned.patches.get(id), next: planned.commands.open[0] };
}

/** What the plug says from message 7 on, in one batch. */
export async function hear(...states: readonly object[]): Promise<Heard> {
  const decoded = await Promise.all(states.map((state) => say("plug", state, directory)));
  const number = <T>(each: T, nth: number) => ({ ...each, sequence: 7 + nth });
  return {
    events: decoded.flatMap(({ events }, nth) => events.map((event) => number(event, nth))),
    readings: decoded.flatMap(({ readings }, nth) => readings.map((reading) => number(reading, nth))),
    answers: [],
    failures: [],
    queueEpoch,
    isDrained: true,
    toKnown: () => undefined,
  };
}
export const tell = (outcome: CommandOutcome["outcome"], n?: number): CommandOutcome[] => [
  { commandId: id, outcome, ...(n === undefined ? {} : { n }) },
];
