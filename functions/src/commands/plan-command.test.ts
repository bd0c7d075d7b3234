import type { Command, CommandOrder } from "@lastmeter/model/command";
import { commandSchema } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { plugExposes, plugOf, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import { forgetCauses, noCommands, type OpenCommands, toDueAt } from "./open-commands.ts";
import { type CommandFacts, type CommandPlan, planCommand } from "./plan-command.ts";

const now = 1_795_852_800_000;
const networkId = "N".repeat(32) as NetworkId;
const plug = plugOf((await withDevices([toDevice("0x00158d0000000a01", "plug", plugExposes)])).directory);
const { nodeId } = plug;
const set: CommandOrder = { kind: "set", nodeId, channel: "state", value: true };
const toId = (letter: string) => letter.repeat(22);

const facts: CommandFacts = {
  networkId,
  commandId: toId("c"),
  entryId: "entry",
  order: set,
  lifeMs: 60_000,
  actor: { who: "owner", whoLabel: "owner@example.org", why: { source: "app", cause: null, hops: 0 } },
  node: { status: "active", channels: plug.channels },
  commands: undefined,
  isRevoked: false,
  now,
};

function plan(more: Partial<CommandFacts> = {}): Extract<CommandPlan, { kind: "planned" }> {
  const planned = planCommand({ ...facts, ...more });
  if (planned.kind === "refused") expect.fail(`${planned.reason} ${JSON.stringify(planned.errors)}`);
  return planned;
}

/** One after the other, a second apart. */
function planAll(orders: readonly CommandOrder[], more: Partial<CommandFacts> = {}): OpenCommands {
  return orders.reduce<OpenCommands>(
    (commands, order, nth) =>
      plan({ order, commands, commandId: toId(String.fromCharCode(97 + (nth % 26))), now: now + nth * 1000, ...more })
        .commands,
    noCommands,
  );
}

describe("a new command", () => {
  it("is a queued document, an open entry, a line in the access log and a ring", () => {
    const { command, commands, writes, ring } = plan();
    expect(commandSchema.parse(command)).toEqual(command);
    expect(command).toMatchObject({ state: "queued", nodeId, seq: now, deadline: now + 60_000, who: "owner" });
    expect(commands.open).toEqual([{ id: toId("c"), target: `${nodeId}/state`, dueAt: now + 60_000 }]);
    expect(toDueAt(commands)).toBe(now + 60_000);
    expect(writes).toEqual([
      {
        kind: "create",
        path: `networks/${networkId}/accessLog/entry`,
        data: {
          v: 1,
          at: now,
          who: "owner",
          whoLabel: "owner@example.org",
          nodeIds: [nodeId],
          act: "command",
          what: "set",
          value: "state true",
        },
      },
    ]);
    expect(ring).toMatchObject({ path: `networks/${networkId}/doorbell/commands`, data: { until: now + 60_000 } });
  });

  it.each<[string, Partial<CommandFacts>, string, string | undefined]>([
    ["of no node", { node: null }, "bad_request", "order.nodeId"],
    [
      "of a node that was not approved",
      { node: { ...facts.node, status: "pending" } as never },
      "bad_request",
      "order.nodeId",
    ],
    ["of a node that is gone", { node: { ...facts.node, status: "removed" } as never }, "bad_request", "order.nodeId"],
    [
      "of a channel that is measured",
      { order: { ...set, channel: "power", value: 1 } },
      "bad_request",
      "order.channel",
    ],
    [
      "of a channel that every object has",
      { order: { ...set, channel: "constructor" } },
      "bad_request",
      "order.channel",
    ],
    ["of a value that does not fit", { order: { ...set, value: "ON" } }, "bad_request", "order.value"],
    ["for a gateway that was revoked", { isRevoked: true }, "revoked", undefined],
  ])("%s is refused", (_, more, reason, path) => {
    const planned = planCommand({ ...facts, ...more });
    expect(planned).toMatchObject({ kind: "refused", reason, errors: path === undefined ? [] : [{ path }] });
  });

  it("ends an older one of the same target, and leaves others", () => {
    const lamp: CommandOrder = { ...set, nodeId: "l".repeat(22) as NodeId };
    const commands = planAll([set, lamp]);
    const { writes, commands: after } = plan({ commands, order: { ...set, value: false }, now: now + 5000 });
    expect(after.open.map(({ id }) => id)).toEqual([toId("b"), toId("c")]);
    expect(writes[0]).toMatchObject({
      path: `networks/${networkId}/commands/${toId("a")}`,
      data: { state: "failed", reason: "superseded", endedAt: now + 5000 },
    });
    expect(writes).toHaveLength(2);
  });

  it("tells the run of a rule what came of its command, where another ends it", () => {
    const why = { source: "rule", cause: "rrrr/07", hops: 0 } as const;
    const { commands } = plan({ actor: { ...facts.actor, why } });
    const { writes } = plan({ commands, commandId: toId("b"), now: now + 5000 });
    const outcome = { state: "failed", reason: "superseded", at: now + 5000 };
    const path = `networks/${networkId}/rules/rrrr/runs/07`;
    expect(writes[1]).toEqual({ kind: "merge", path, data: { outcomes: { [facts.commandId]: outcome } } });
    const gone = plan({ commands: forgetCauses(commands, () => false), commandId: toId("b") });
    expect(gone.writes).toHaveLength(2);
    expect(forgetCauses(commands, (id) => id === "rrrr")).toEqual(commands);
  });

  it("rises above the last one, whatever the clock says", () => {
    const commands = { ...noCommands, seq: now + 10 };
    expect(plan({ commands }).command.seq).toBe(now + 11);
    expect(plan({ commands, now: now - 86_400_000 }).command.seq).toBe(now + 11);
    expect(plan({ commands, now: now + 11_000 }).command.seq).toBe(now + 11_000);
  });

  it("is one of at most 32 open in a network", () => {
    const orders = Array.from(
      { length: 32 },
      (_, nth): CommandOrder => ({ ...set, nodeId: `${nth}`.padStart(22, "n") as NodeId }),
    );
    const commands = planAll(orders, { now });
    expect(planCommand({ ...facts, commands })).toMatchObject({ kind: "refused", reason: "too_many" });
    const again = plan({ commands, order: orders[0] as CommandOrder });
    expect(again.commands.open).toHaveLength(32);
  });

  it("is one of at most 60 of the same giver in a minute", () => {
    const commands = planAll(
      Array.from({ length: 60 }, () => set),
      { now },
    );
    expect(planCommand({ ...facts, commands })).toMatchObject({ reason: "too_many" });
    expect(planCommand({ ...facts, commands, now: now + 59_999 })).toMatchObject({ reason: "too_many" });
    expect(plan({ commands, now: now + 60_000 }).command.seq).toBe(now + 60_000);
    expect(plan({ commands, actor: { ...facts.actor, who: "another" } }).command.who).toBe("another");
    const rule = { ...facts.actor, why: { source: "rule", cause: "r", hops: 1 } } as const;
    expect(plan({ commands, actor: rule }).command.why).toEqual(rule.why);
  });

  it("of the network names no node", () => {
    const { command } = plan({ order: { kind: "permitJoin", seconds: 60 }, node: null });
    expect(command satisfies Command).toMatchObject({ nodeId: null });
    expect(
      plan({ order: { kind: "removeNode", nodeId }, node: { channels: {}, status: "pending" } }).command.nodeId,
    ).toBe(nodeId);
  });
});
