import { createRepairStore } from "@lastmeter/functions/src/repair/repair.store.ts";
import { handleRepair } from "@lastmeter/functions/src/repair/repair.ts";
import { toScope, toViewData, toViewLive } from "@lastmeter/functions/src/views/view-content.ts";
import { viewDocumentSchema, viewParts } from "@lastmeter/functions/src/views/view-document.ts";
import { toViewPath } from "@lastmeter/functions/src/views/view-writes.ts";
import { dropView, openView } from "@lastmeter/functions/src/views/views.store.ts";
import { toViewId } from "@lastmeter/model/grant";
import { type NodeId, nodeIdSchema, randomId } from "@lastmeter/model/ids";
import type { Batch } from "@lastmeter/model/link/messages";
import { liveDataSchema, nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectGateway, type LinkBench, openLinkBench, START, type TestGateway, toMessages } from "./link-bench.ts";

/** Messages are 10 s apart. */
const HOUR = 360;

let bench: LinkBench;
let home: Awaited<ReturnType<LinkBench["register"]>>;
let gateway: TestGateway;
let nodeId: NodeId;

beforeAll(() => {
  bench = openLinkBench("demo-views");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.register();
  gateway = await connectGateway(bench.context, home);
  // A session that says nothing for a minute is forgotten.
  await send(0, 2);
  await send(3, 10);
  const nodes = await bench.db.collection("nodes").where("networkId", "==", home.networkId).get();
  nodeId = nodeIdSchema.parse(nodes.docs[0]?.id);
});

/** The plug says its power and energy, and now and then that it was switched. */
function say(from: number, to: number): Batch["messages"] {
  return toMessages(from, to).map((message) => {
    const [device] = message.n === 0 ? JSON.parse(message.p ?? "[]") : [];
    if (device === undefined) {
      const state = message.n % 40 < 20 ? "ON" : "OFF";
      return { ...message, p: JSON.stringify({ ...JSON.parse(message.p ?? "{}"), state }) };
    }
    const feature = { type: "binary", name: "state", property: "state", access: 7, value_on: "ON", value_off: "OFF" };
    device.definition.exposes.push({ type: "switch", features: [feature] });
    return { ...message, p: JSON.stringify([device]) };
  });
}

async function send(from: number, to: number, messages = say(from, to)): Promise<void> {
  bench.time.now = START + to * 10_000;
  const reply = await gateway.send({ messages }, { now: bench.time.now, watched: "yes" });
  expect(reply).toMatchObject({ status: "stored" });
}

const open = (...channels: string[]) =>
  openView(bench.db, { networkId: home.networkId, nodeId, channels, now: bench.time.now });

const drop = (viewId: string) => dropView(bench.db, { networkId: home.networkId, nodeId, viewId });

const toPlain = (value: unknown) => (value instanceof Uint8Array ? new Uint8Array(value) : value);

async function readAll(toPath: (path: string) => string): Promise<Map<string, Record<string, unknown>>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const { path } of viewParts) {
    const { docs } = await bench.db.doc(toPath(path(nodeId, "-"))).parent.get();
    for (const document of docs) {
      const parts = Object.entries<unknown>(document.get("d")).map(([key, value]) => [key, toPlain(value)]);
      found.set(document.ref.path, { ...document.data(), d: Object.fromEntries(parts) });
    }
  }
  return found;
}

/** What the view holds, and what it should: the originals without the other channels. */
async function compare(viewId: string, channels: readonly string[]) {
  const node = nodeSchema.parse((await bench.db.doc(paths.node(nodeId)).get()).data());
  const scope = toScope(node, channels);
  const expected = new Map<string, object>();
  for (const [path, data] of await readAll((each) => each)) {
    const kind = viewParts.find((part) => path.startsWith(part.path(nodeId, "")))?.kind;
    const d = kind ? toViewData(kind, Object(data.d), scope) : {};
    if (Object.keys(d).length > 0) expected.set(toViewPath(path, nodeId, viewId), { ...data, d });
  }
  const live = liveDataSchema.parse((await bench.db.doc(paths.live(nodeId)).get()).get("d"));
  const stored = await readAll((path) => toViewPath(path, nodeId, viewId));
  const storedLive = (await bench.db.doc(paths.liveView(nodeId, viewId)).get()).data();
  return { stored, expected, storedLive, expectedLive: toViewLive(live, scope) };
}

async function expectEqual(viewId: string, channels: readonly string[]): Promise<number> {
  const { stored, expected, storedLive, expectedLive } = await compare(viewId, channels);
  expect(stored).toEqual(expected);
  expect(storedLive?.d).toEqual(expectedLive);
  return stored.size;
}

describe("a view", () => {
  it("holds what was there and what comes, late readings and repairs too, byte for byte", async () => {
    await send(11, HOUR);
    const viewId = await open("power");
    const before = await expectEqual(viewId, ["power"]);
    expect(before).toBeGreaterThanOrEqual(3);
    expect(viewDocumentSchema.parse((await bench.db.doc(paths.view(nodeId, viewId)).get()).data()).state).toBe("ready");
    const states = await open("state");

    await send(HOUR + 1, 2 * HOUR);
    await expectEqual(viewId, ["power"]);
    const [late] = toMessages(2 * HOUR + 1, 2 * HOUR + 1);
    if (!late) throw new Error("a message");
    await send(2 * HOUR + 1, 2 * HOUR + 1, [{ ...late, at: START + 100 * 10_000 + 5000 }]);
    await expectEqual(viewId, ["power"]);

    const request = { nodeId, from: START + 600_000, to: START + 1_800_000, action: "exclude" };
    const context = { store: createRepairStore(bench.db), now: bench.time.now, repairId: randomId() };
    await handleRepair(context, { uid: "owner" } as Parameters<typeof handleRepair>[1], request);
    await expectEqual(viewId, ["power"]);
    await expectEqual(states, ["state"]);
    const { stored } = await compare(states, ["state"]);
    expect([...stored.keys()].some((path) => path.includes("/events/"))).toBe(true);
    const live = await bench.db.doc(paths.liveView(nodeId, viewId)).get();
    expect(live.data()).toMatchObject({ networkId: home.networkId, readers: [], d: { values: { power: {} } } });
    expect(Object.keys(live.get("d.values"))).toEqual(["power"]);
  });

  it.each([15, 20])("copies and removes %i older days, page by page", async (days) => {
    await send(11, 100);
    const [[path, data] = ["", {}]] = [...(await readAll((each) => each))].filter(([each]) => each.includes("/raw/"));
    const batch = bench.db.batch();
    for (let day = 10; day < 10 + days; day += 1)
      batch.set(bench.db.doc(path.replace(/[^/]+$/, `2026-10-${day}`)), data);
    await batch.commit();
    const viewId = await open("power");
    expect(await expectEqual(viewId, ["power"])).toBeGreaterThan(days);
    await drop(viewId);
    expect((await compare(viewId, ["power"])).stored.size).toBe(0);
  });

  it("misses nothing that is stored while it is opened", async () => {
    await send(11, HOUR);
    const opening = open("energyImport");
    for (let from = HOUR + 1; from <= HOUR + 200; from += 40) await send(from, from + 39);
    await opening;
    await expectEqual(await opening, ["energyImport"]);
    await send(HOUR + 201, HOUR + 240);
    await expectEqual(await opening, ["energyImport"]);
  });

  it("that comes between the plan of a batch or a repair and its commit makes both plan again", async () => {
    let opened: string | null = null;
    const { store } = bench.context;
    const late = bench.restart({
      store: {
        ...store,
        commit: async (networkId, commit) => {
          opened ??= await open("power");
          return store.commit(networkId, commit);
        },
      },
    });
    bench.time.now = START + HOUR * 10_000;
    expect(await gateway.send({ messages: say(11, HOUR) }, { watched: "yes" }, late)).toMatchObject({
      status: "stored",
    });
    await expectEqual(opened ?? "", ["power"]);

    const repairs = createRepairStore(bench.db);
    const ground = await repairs.readGround(nodeId, "owner");
    await open("energyImport");
    expect(ground && (await repairs.commit(ground, new Map(), []))).toBe("conflict");
    const again = await repairs.readGround(nodeId, "owner");
    expect(again && (await repairs.commit(again, new Map(), []))).toBe("committed");
  });

  it("costs no read in a batch, and a write for each document it copies; others cost what they did", async () => {
    const cost = async (from: number) => {
      const before = { ...bench.operations };
      await send(from, from + 59);
      return { reads: bench.operations.reads - before.reads, writes: bench.operations.writes - before.writes };
    };
    const plain = await cost(11);
    await open("power");
    await send(71, 72);
    const viewed = await cost(73);
    expect(viewed.reads).toBe(plain.reads);
    // Live, one raw day, one day of quarters and of events at most.
    expect(viewed.writes).toBeGreaterThan(plain.writes);
    expect(viewed.writes - plain.writes).toBeLessThanOrEqual(4);
  });

  it("is opened by several at once, and again where it stopped, as one", async () => {
    await send(11, HOUR);
    const [first, second] = await Promise.all([open("power", "energyImport"), open("energyImport", "power")]);
    expect(second).toBe(first);
    const view = bench.db.doc(paths.view(nodeId, first));
    await view.update({ state: "opening", part: 4 });
    for (const path of (await compare(first, ["power"])).stored.keys()) {
      if (path.includes("/raw/")) await bench.db.doc(path).delete();
    }
    expect(await open("power", "energyImport")).toBe(first);
    await expectEqual(first, ["power", "energyImport"]);
    const before = bench.operations.writes;
    await open("power", "energyImport");
    expect(bench.operations.writes).toBe(before);
  });

  it("that is dropped leaves nothing and is written no more; then it can be opened again", async () => {
    await send(11, HOUR);
    const viewId = await open("power");
    await drop(viewId);
    await drop(viewId);
    const rest = async () => {
      const documents = [bench.db.doc(paths.view(nodeId, viewId)), bench.db.doc(paths.liveView(nodeId, viewId))];
      const left = (await bench.db.getAll(...documents)).filter(({ exists }) => exists).length;
      return left + (await readAll((path) => toViewPath(path, nodeId, viewId))).size;
    };
    expect(await rest()).toBe(0);
    await send(HOUR + 1, HOUR + 200);
    expect(await rest()).toBe(0);
    expect(await open("power")).toBe(viewId);
    await expectEqual(viewId, ["power"]);
  });

  it.each([
    ["of a channel the node has not", () => open("gas"), "bad_request"],
    [
      "of a node of another network",
      () =>
        openView(bench.db, {
          networkId: home.networkId,
          nodeId: "x".repeat(22) as NodeId,
          channels: ["power"],
          now: 0,
        }),
      "not_found",
    ],
  ])("%s is refused, and nothing is stored of it", async (_name, act, kind) => {
    await expect(act()).rejects.toMatchObject({ kind });
    const viewId = await toViewId(nodeId, ["gas"]);
    expect((await bench.db.doc(paths.view(nodeId, viewId)).get()).exists).toBe(false);
  });
});
