import type { Command } from "@lastmeter/model/command";
import type { CommandOutcome } from "@lastmeter/model/link/messages";
import { describe, expect, it } from "vitest";
import type { OpenCommand } from "./open-commands.ts";
import {
  deadline,
  entry,
  type Given,
  hear,
  id,
  now,
  plan,
  plug,
  published,
  queued,
  queueEpoch,
  sent,
  tell,
} from "./plan-open.fixture.ts";

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
    [
      "one handed to a gateway that was revoked: it may have been done",
      { command: sent, isRevoked: true },
      { state: "failed", reason: "gateway" },
    ],
    [
      "one handed to a gateway that was replaced",
      { command: sent, entry: { ...entry, orphan: true } },
      { state: "failed", reason: "gateway" },
    ],
    [
      "one of which the gateway never told anything",
      { command: sent, at: deadline + 10_000 },
      { state: "failed", reason: "gateway" },
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

  it("goes on with a replaced gateway's queued commands, and with what it has told", () => {
    const orphan = { ...entry, orphan: true } as const;
    expect(plan({ entry: orphan }).handedOver).toHaveLength(1);
    expect(plan({ command: sent, entry: orphan, outcomes: tell("published", 10) }).next?.after).toBeDefined();
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

  it("is waited for longer while it stands behind others in the gateway's queue, and not for ever", async () => {
    const given = { command: sent, entry: published, isBehind: true, at: deadline + 10_000 };
    expect(plan(given).next).toEqual({ ...published, dueAt: deadline + 15 * 60_000 });
    expect(plan({ ...given, heard: await hear(...before, ON) }).patch).toMatchObject({ state: "confirmed" });
    const ended = { state: "failed", reason: "no_answer" };
    expect(plan({ ...given, isBehind: false }).patch).toMatchObject(ended);
    expect(plan({ ...given, at: deadline + 15 * 60_000 }).patch).toMatchObject(ended);
    expect(plan({ ...given, entry }).patch).toMatchObject({ reason: "gateway" });
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

  it("counts before the gateway has told that it gave the order: one that was stopped right then tells later", async () => {
    const answers = [{ transaction: id, isDone: true, detail: "", sequence: 3 }];
    const heard = { ...(await hear()), answers };
    expect(plan({ command: join, heard }).patch).toMatchObject({ state: "confirmed" });
    expect(plan({ command: { ...join, state: "queued", sentAt: null }, heard, handOver: null }).patch).toBeUndefined();
  });

  it("of others, or none, leaves it open", async () => {
    const answers = [{ transaction: "x", isDone: true, detail: "", sequence: 11 }];
    expect(
      plan({ command: join, entry: published, heard: { ...(await hear({ state: "ON" })), answers } }).patch,
    ).toBeUndefined();
  });
});

describe("a setting that its node does not report", () => {
  const mute: OpenCommand = { ...published, mute: true };
  const given: Given = { command: { ...sent, publishedAt: now }, entry: mute };
  const failures = [{ nodeId: plug.nodeId, channels: ["state"], detail: "Error: no network route", sequence: 10 }];

  it("is known as such from its hand-over on, and looked at when the network has had its time", () => {
    const native = { topic: "a/set", payload: "{}", answers: [], mute: true };
    const { next, handedOver } = plan({ handOver: () => ({ kind: "native", native }) });
    expect(next).toMatchObject({ mute: true });
    expect(handedOver[0]).not.toHaveProperty("mute");
    expect(plan({ ...given, command: sent, outcomes: tell("published", 10) }).next?.dueAt).toBe(now + 25_000);
  });

  it.each<[string, Given, object | undefined]>([
    ["waits for a fault", { at: now + 24_999 }, undefined],
    ["is done without one, and says so", { at: now + 25_000 }, { state: "confirmed", reason: "unreported" }],
    ["of a stopped coordinator is not", { at: now + 25_000, isCoordinatorAway: true }, undefined],
    ["that may not have been sent is not", { at: now + 25_000, entry: { ...mute, unsure: true } }, undefined],
    ["not known to be sent is not", { at: now + 25_000, command: sent }, undefined],
  ])("%s", (_, more, expected) => {
    const { patch } = plan({ ...given, ...more });
    expect(patch).toEqual(expected && { ...expected, endedAt: more.at });
  });

  it("fails in the network's own words", async () => {
    const heard = { ...(await hear()), failures };
    expect(plan({ ...given, heard }).patch).toMatchObject({ state: "failed", detail: "Error: no network route" });
  });
});

describe("a setting of a network whose coordinator is stopped", () => {
  const order = { kind: "configure", nodeId: plug.nodeId, setting: "x:power_on_behavior", value: '"on"' } as const;
  it("waits for it, and says so when its time is over", () => {
    const command: Command = { ...queued, order };
    expect(plan({ command, isCoordinatorAway: true }).handedOver).toEqual([]);
    expect(plan({ isCoordinatorAway: true }).handedOver).toHaveLength(1);
    expect(plan({ command }).handedOver).toHaveLength(1);
    expect(plan({ command, isCoordinatorAway: true, at: deadline }).patch).toMatchObject({ reason: "no_gateway" });
  });
});
