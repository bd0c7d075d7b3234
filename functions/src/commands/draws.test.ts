import type { Command, CommandOrder } from "@lastmeter/model/command";
import { describe, expect, it } from "vitest";
import { hear, id, now, order, plan, plug, published, sent } from "./plan-open.fixture.ts";

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
