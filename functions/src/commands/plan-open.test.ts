import { type Command, type CommandOrder, type CommandState, canBecome } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import type { CommandOutcome } from "@lastmeter/model/link/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plugExposes, plugOf, say, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import { zigbee2mqtt } from "../protocols/zigbee2mqtt/zigbee2mqtt.ts";
import type { Heard } from "./heard.ts";
import { noCommands, type OpenCommand } from "./open-commands.ts";
import { type OpenFacts, planOpen } from "./plan-open.ts";

const now = 1_795_852_800_000;
const deadline = now + 60_000;
const id = "c".repeat(22);
const queueEpoch = "q".repeat(22);
const { directory } = await withDevices([toDevice("0x00158d0000000a01", "plug", plugExposes)]);
const plug = plugOf(directory);
const order: CommandOrder = { kind: "set", nodeId: plug.nodeId, channel: "state", value: true };

const queued: Command = {
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
const sent: Command = { ...queued, state: "sent", sentAt: now };
const entry: OpenCommand = { id, target: `${plug.nodeId}/state`, dueAt: deadline };
const published: OpenCommand = { ...entry, dueAt: deadline + 10_000, after: { queueEpoch, n: 10 } };

interface Given extends Partial<OpenFacts> {
  readonly command?: Command;
  readonly entry?: OpenCommand;
  readonly at?: number;
}

function plan({ command = queued, entry: open = entry, at = now, ...more }: Given = {}) {
  const facts: OpenFacts = {
    commands: { ...noCommands, seq: command.seq, open: [open] },
    documents: new Map([[id, command]]),
    isRevoked: false,
    isBrokerAway: false,
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
async function hear(...states: readonly object[]): Promise<Heard> {
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
const tell = (outcome: CommandOutcome["outcome"], n?: number): CommandOutcome[] => [
  { commandId: id, outcome, ...(n === undefined ? {} : { n }) },
];

describe("hand-over", () => {
  it("gives the order in native words with the time that is left, again and again until its outcome is known", () => {
    const first = plan({ at: now + 20_000 });
    expect(first.handedOver).toEqual([
      {
        commandId: id,
        seq: now,
        target: entry.target,
        notAfter: deadline,
        deliverFor: 40_000,
        topic: "0x00158d0000000a01/set",
        payload: '{"state":"ON"}',
        answers: ["plug", "bridge/logging"],
      },
    ]);
    expect(first.patch).toEqual({ state: "sent", sentAt: now + 20_000 });
    expect(first.next?.dueAt).toBe(deadline + 10_000);
    const second = plan({ command: sent, at: now + 30_000 });
    expect(second.handedOver).toHaveLength(1);
    expect(second.patch).toBeUndefined();
    expect(plan({ command: sent, entry: published }).handedOver).toEqual([]);
    expect(plan({ handOver: null }).handedOver).toEqual([]);
  });

  it.each<[string, Given, object]>([
    ["who may not any more", { handOver: () => ({ kind: "denied" }) }, { state: "denied", reason: "no_grant" }],
    ["what the node is not any more", { handOver: () => ({ kind: "unfit" }) }, { state: "failed", reason: "refused" }],
    ["a gateway that was revoked", { isRevoked: true }, { state: "denied", reason: "revoked" }],
    ["a time that is over", { at: deadline }, { state: "expired", reason: "no_gateway" }],
    [
      "one that lost its right after the first hand-over",
      { command: sent, handOver: () => ({ kind: "denied" }) },
      { state: "denied" },
    ],
    [
      "one whose broker was away all the time",
      { command: sent, at: deadline, isBrokerAway: true },
      { state: "expired", reason: "no_gateway" },
    ],
  ])("ends %s, and nothing is given", (_, given, expected) => {
    const { patch, handedOver, commands } = plan(given);
    expect(patch).toMatchObject({ ...expected, endedAt: given.at ?? now });
    expect({ handedOver, open: commands.open }).toEqual({ handedOver: [], open: [] });
  });

  it("does not undo what the network has", () => {
    const handOver = () => ({ kind: "denied" as const });
    expect(plan({ command: sent, entry: published, handOver }).next).toEqual(published);
    expect(plan({ command: sent, entry: published, isRevoked: true }).next).toEqual(published);
  });

  it("forgets a command whose document is gone", () => {
    expect(plan({ documents: new Map() })).toMatchObject({ handedOver: [], commands: { open: [] } });
  });
});

describe("an outcome", () => {
  it.each<[CommandOutcome["outcome"], object]>([
    ["expired", { state: "expired", reason: "no_gateway" }],
    ["superseded", { state: "failed", reason: "superseded" }],
    ["refused", { state: "failed", reason: "refused" }],
    ["failed", { state: "failed", reason: "gateway" }],
  ])("%s ends it", (outcome, expected) => {
    const { patch, handedOver } = plan({ command: sent, outcomes: tell(outcome) });
    expect(patch).toMatchObject(expected);
    expect(handedOver).toEqual([]);
  });

  it("published says from which message on its reports count; told again, nothing changes", () => {
    const first = plan({ command: sent, outcomes: tell("published", 10), at: now + 500 });
    expect(first).toMatchObject({ patch: { publishedAt: now + 500 }, next: published, handedOver: [] });
    const again = plan({ command: { ...sent, publishedAt: now }, entry: published, outcomes: tell("published", 12) });
    expect(again).toMatchObject({ patch: undefined, next: published });
    expect(plan({ command: sent, outcomes: tell("published") }).next?.after).toEqual({ queueEpoch, n: 8 });
  });

  it("unsure waits for the node's own report, and is the gateway's fault without one", async () => {
    const { next: unsure } = plan({ command: sent, outcomes: tell("unsure") });
    expect(unsure).toMatchObject({ after: { queueEpoch, n: 8 }, unsure: true });
    const heard = await hear({ state: "OFF" }, { state: "ON" });
    expect(plan({ command: sent, entry: unsure as OpenCommand, heard }).patch).toMatchObject({ state: "confirmed" });
    const late = plan({ command: sent, entry: unsure as OpenCommand, at: deadline + 10_000 });
    expect(late.patch).toMatchObject({ state: "failed", reason: "gateway" });
  });

  it("of somebody else's command is nobody's", () => {
    expect(plan({ outcomes: [{ commandId: "x".repeat(22), outcome: "refused" }] }).handedOver).toHaveLength(1);
  });
});

describe("the node's report", () => {
  const [ON, OFF] = [{ state: "ON" }, { state: "OFF" }];
  /** Messages 7, 8, 9 came before it was published, 10 and later after. */
  const before = [ON, OFF, OFF];
  it.each<[string, readonly object[], boolean]>([
    ["of the new state confirms", [...before, ON], true],
    ["of the old state first is no refusal", [...before, OFF, ON, ON], true],
    ["of the old state alone leaves it open", [...before, OFF, OFF], false],
    ["from before it was carried out does not count", [ON, ON, ON], false],
    ["of something else does not count", [...before, { power: 5 }], false],
  ])("%s", async (_, states, isConfirmed) => {
    const { patch, next } = plan({ command: sent, entry: published, heard: await hear(...states), at: now + 900 });
    expect(patch).toEqual(isConfirmed ? { state: "confirmed", endedAt: now + 900 } : undefined);
    expect(next).toEqual(isConfirmed ? undefined : published);
  });

  it("counts in the same frame as its outcome, and from the beginning of another queue", async () => {
    const outcomes = tell("published", 10);
    const heard = await hear(...before, ON);
    expect(plan({ command: sent, outcomes, heard }).patch).toMatchObject({ state: "confirmed", publishedAt: now });
    const other = { ...(await hear(ON)), queueEpoch: "r".repeat(22) };
    expect(plan({ command: sent, entry: published, heard: other }).patch).toMatchObject({ state: "confirmed" });
  });

  it("is waited for a little longer than the deadline", async () => {
    const given = { command: sent, entry: published, at: deadline + 9_999 };
    expect(plan(given).next).toEqual(published);
    expect(plan({ ...given, heard: await hear(...before, ON) }).patch).toMatchObject({ state: "confirmed" });
    expect(plan({ ...given, at: deadline + 10_000 }).patch).toMatchObject({ state: "failed", reason: "no_answer" });
  });

  it("ends it with the network's own words where the device could not be told", async () => {
    const failure = { nodeId: plug.nodeId, channels: ["state"], detail: "Error: no network route", sequence: 10 };
    const told = async (change: object) => {
      const heard = { ...(await hear()), failures: [{ ...failure, ...change }] };
      return plan({ command: sent, entry: published, heard }).patch;
    };
    expect(await told({})).toMatchObject({ state: "failed", reason: "device", detail: failure.detail });
    expect(await told({ sequence: 9 })).toBeUndefined();
    expect(await told({ channels: ["power"] })).toBeUndefined();
  });
});

describe("the answer to a request", () => {
  const join: Command = { ...sent, order: { kind: "permitJoin", seconds: 60 }, nodeId: null };
  it.each([
    [true, "", { state: "confirmed" }],
    [false, "Failed to open", { state: "failed", reason: "device", detail: "Failed to open" }],
  ])("by its transaction, done: %s", async (isDone, detail, expected) => {
    const answers = [
      { transaction: "somebody else's", isDone: !isDone, detail: "", sequence: 1 },
      { transaction: id, isDone, detail, sequence: 11 },
    ];
    expect(plan({ command: join, entry: published, heard: { ...(await hear()), answers } }).patch).toMatchObject(
      expected,
    );
  });

  it("of others, or none, leaves it open", async () => {
    const answers = [{ transaction: "x", isDone: true, detail: "", sequence: 11 }];
    expect(
      plan({ command: join, entry: published, heard: { ...(await hear({ state: "ON" })), answers } }).patch,
    ).toBeUndefined();
  });
});

describe("a switch that says on", () => {
  const confirm = async (...states: readonly object[]) => {
    const heard = await hear({}, {}, {}, ...states);
    return plan({ command: sent, entry: published, heard }).commands;
  };
  const judge = async (draws: Awaited<ReturnType<typeof confirm>>, at: number, ...states: readonly object[]) =>
    plan({ commands: draws, documents: new Map(), heard: await hear({}, {}, {}, ...states), at });

  it("and draws is confirmed, and that is that", async () => {
    expect((await confirm({ state: "ON", power: 12 })).draws).toEqual([]);
  });

  it("and draws nothing is told apart once a minute has passed without a watt", async () => {
    const open = await confirm({ state: "ON", power: 0 });
    expect(open.draws).toMatchObject([{ id, isZero: true, by: now + 60_000 }]);
    const early = await judge(open, now + 59_000, { power: 0 });
    expect({ patch: early.patch, draws: early.commands.draws.length }).toEqual({ patch: undefined, draws: 1 });
    const judged = await judge(early.commands, now + 60_000);
    expect(judged).toMatchObject({ patch: { reason: "no_draw" }, commands: { draws: [] } });
  });

  it.each<[string, object]>([
    ["draws at last", { power: 3 }],
    ["is off again", { state: "OFF", power: 0 }],
  ])("and then %s is not told apart", async (_, state) => {
    const open = await confirm({ state: "ON", power: 0 });
    expect(await judge(open, now + 60_000, state)).toMatchObject({ patch: undefined, commands: { draws: [] } });
  });

  it("and whose meter is silent, or whose readings still wait, is not judged", async () => {
    const silent = await confirm({ state: "ON" });
    expect(await judge(silent, now + 60_000)).toMatchObject({ patch: undefined, commands: { draws: [] } });
    const open = await confirm({ state: "ON", power: 0 });
    const heard = { ...(await hear()), isDrained: false };
    expect(plan({ commands: open, documents: new Map(), heard, at: now + 60_000 }).commands.draws).toHaveLength(1);
    const idle = { commands: open, documents: new Map(), at: now + 60_000 };
    expect(plan(idle).commands.draws).toHaveLength(1);
    expect(plan({ ...idle, at: now + 60_000 + 30 * 60_000 }).commands.draws).toEqual([]);
  });

  it("is not looked at where it is off, or measures nothing", async () => {
    const off: Command = { ...sent, order: { ...order, value: false } as CommandOrder };
    const heard = await hear({}, {}, {}, { state: "OFF", power: 0 });
    expect(plan({ command: off, entry: published, heard }).commands.draws).toEqual([]);
    const lamp = { ...plug, total: { power: [], energyImport: [], energyExport: [] } };
    const on = await hear({}, {}, {}, { state: "ON", power: 0 });
    expect(plan({ command: sent, entry: published, heard: on, findNode: () => lamp }).commands.draws).toEqual([]);
  });
});

describe("a command's life", () => {
  it("moves only where it may, ends once and never opens again, whatever comes in whatever order", async () => {
    const heards = [null, await hear({ state: "ON" }), await hear({}, {}, {}, { state: "OFF" }, { state: "ON" })];
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 40_000 }),
      heard: fc.constantFrom(...heards),
      outcome: fc.constantFrom<CommandOutcome[]>(
        [],
        tell("published", 10),
        tell("unsure"),
        tell("expired"),
        tell("refused"),
      ),
      handOver: fc.constantFrom<OpenFacts["handOver"]>(
        null,
        () => ({ kind: "denied" }),
        () => ({ kind: "native", native: { topic: "t", payload: "p", answers: [] } }),
      ),
      isBrokerAway: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let command = queued;
        let commands = { ...noCommands, open: [entry] };
        let at = now;
        for (const { afterMs, outcome, ...more } of steps) {
          at += afterMs;
          const before = command;
          const planned = plan({ ...more, commands, documents: new Map([[id, command]]), outcomes: outcome, at });
          command = { ...command, ...planned.patch };
          commands = planned.commands;
          if (before.state !== command.state) expect(canBecome(before.state, command.state)).toBe(true);
          expect(commands.open.length === 1).toBe(command.endedAt === null);
          for (const handed of planned.handedOver) expect(handed.notAfter).toBeGreaterThan(at);
        }
        const ended: CommandState[] = ["confirmed", "failed", "expired", "denied"];
        expect(ended.includes(command.state)).toBe(command.endedAt !== null);
      }),
      { numRuns: 300 },
    );
  });
});
