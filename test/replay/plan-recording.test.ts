import type { Directory } from "@lastmeter/functions/src/protocols/protocol.ts";
import { protocolFor } from "@lastmeter/functions/src/protocols/registry.ts";
import { type NodeId, networkIdSchema, toNodeId } from "@lastmeter/model/ids";
import { liveSchema, nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { parseSlots } from "@lastmeter/model/series";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { createDocumentJoin } from "../home/document-join.ts";
import type { HistoryEnd } from "../home/history-planner.ts";
import { type HouseholdMinute, MINUTE_MS } from "./household.ts";
import { householdDevices } from "./household-devices.ts";
import { householdHome } from "./household-loop.ts";
import { createLiveRecording } from "./live-recording.ts";
import { createLocalClock } from "./local-clock.ts";
import { type LoopedRecording, toLoopedRecording } from "./looped-recording.ts";
import { planRecording } from "./plan-recording.ts";

const networkId = networkIdSchema.parse("n".repeat(32));
const registered: Directory = {
  ...{ v: 1, version: 1, networkId, ownerId: "owner", location: householdHome.location, nodes: {}, records: {} },
  ...{ timeZone: householdHome.timeZone, waiting: [], protocolState: "unknown" },
};
const recordedFrom = Date.parse("2007-01-01T00:00+01:00");
/** Nine days; each hour draws 60 W more than the one before, the kitchen a sixth of it. */
const recorded: HouseholdMinute[] = Array.from({ length: 9 * 1440 }, (_, index) => {
  const activeW = 60 * (1 + (Math.floor(index / 60) % 24));
  const meter = { activeW, reactiveVar: 30, voltageV: 240, currentA: activeW / 240 };
  return { at: recordedFrom + index * MINUTE_MS, meter, subWh: [activeW / 60 / 6, 0, 0] };
});
const DAY_WH = 60 * ((24 * 25) / 2);
/** Clocks are in summer time now: two days after the recording's end, moved. */
const now = Date.parse("2024-06-13T09:07:30+02:00");
const bytesSchema = z.record(z.string(), z.instanceof(Uint8Array));
const energySchema = z.object({ energy: z.number() });

let recording: LoopedRecording;
let documents: Map<string, Record<string, unknown>>;
let end: HistoryEnd;
let nodeIds: NodeId[];

beforeAll(async () => {
  const looped = toLoopedRecording(recorded, createLocalClock(householdHome.timeZone), now);
  if (looped === null) throw new Error("too short");
  recording = looped;
  const protocol = protocolFor("zigbee2mqtt");
  const history = planRecording({ directory: registered, protocol, recording, queueEpoch: "q".repeat(22), now });
  const join = createDocumentJoin();
  let step = await history.next();
  for (; !step.done; step = await history.next()) join.add(step.value);
  end = step.value;
  documents = new Map(join.take(0).map(([path, { data }]) => [path, data]));
  nodeIds = await Promise.all(householdDevices.map(({ device }) => toNodeId(networkId, device.address)));
});

function idOf(index: number): NodeId {
  const nodeId = nodeIds[index];
  if (nodeId === undefined) throw new Error(`no node ${index}`);
  return nodeId;
}
const nodeOf = (index: number) => nodeSchema.parse(documents.get(paths.node(idOf(index))));

describe("the past of a recorded home", () => {
  it("has a house meter and three meters inside it, named and approved", () => {
    expect(
      householdDevices.map((_, index) => nodeOf(index)).map(({ name, role, status }) => [name, role, status]),
    ).toEqual(householdDevices.map(({ name, role }) => [name, role, "active"]));
    expect([1, 2, 3].map((index) => nodeOf(index).inside)).toEqual(Array(3).fill(nodeIds[0]));
  });

  it.each([0, 1])("has every whole day with the energy of column %i", (index) => {
    const { ix } = nodeOf(index).channels.energyImport ?? { ix: -1 };
    const days = [...documents.entries()]
      .filter(([path]) => path.includes(`${idOf(index)}/series/day/`))
      .flatMap(([, { d }]) => parseSlots(bytesSchema.parse(d)))
      .sort((a, b) => a.startAt - b.startAt);
    // The recording ends at a midnight within the week before now, and comes again from there.
    expect(now - recording.endedAt).toBeLessThan(7 * 86_400_000);
    expect(days.length).toBe(9 + Math.floor((now - recording.endedAt) / 86_400_000));
    for (const { channels } of days) expect(channels.get(ix)?.energy).toBe(index === 0 ? DAY_WH : DAY_WH / 6);
  });

  it("reaches up to now, and goes on live from there", () => {
    const live = liveSchema.parse(documents.get(paths.live(idOf(0)))).d;
    expect(live?.at).toBe(Date.parse("2024-06-13T09:07+02:00"));
    expect(live?.power?.value).toBe(600 * 10);
    expect(end.shards.size).toBe(1);

    const speaker = createLiveRecording(recording);
    const toKwh = (messages: ReturnType<typeof speaker.start>) => {
      const states = messages.filter(({ topic }) => topic === "house meter");
      return states.map(({ at, payload }) => [at, energySchema.parse(JSON.parse(payload)).energy] as const);
    };
    const [[, startKwh] = [0, 0]] = toKwh(speaker.start(now));
    expect(live?.values.energyImport?.value).toBe(Math.round(startKwh * 1000));
    expect(toKwh(speaker.advance(now + 20_000))).toEqual([]);
    const [[at, kwh] = [0, 0], ...more] = toKwh(speaker.advance(now + MINUTE_MS));
    expect([at, Math.round((kwh - startKwh) * 1000), more]).toEqual([Date.parse("2024-06-13T09:08+02:00"), 10, []]);
    // After an hour in which nobody listened, one report carries it all.
    const later = toKwh(speaker.advance(now + 61 * MINUTE_MS));
    expect(later).toHaveLength(1);
    expect(Math.round(((later[0]?.[1] ?? 0) - kwh) * 1000)).toBe(52 * 10 + 8 * 11);
  });
});
