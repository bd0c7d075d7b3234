import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { toNodeId } from "@lastmeter/model/ids";
import { newestSchema } from "@lastmeter/model/link/messages";
import { liveSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";
import { plugAddress, toDeviceList } from "../support/plug.ts";
import { openDatabase, startTestNetwork, type TestNetwork } from "../support/stack.ts";

const shownSchema = z.object({ newest: newestSchema, ageMs: z.number() });
let network: TestNetwork;

beforeAll(async () => {
  network = await startTestNetwork({ name: "show" });
});
afterAll(() => network.stop());

async function show(...args: string[]): Promise<string> {
  const program = join(root, "gateway-bridge/src/main.ts");
  const command = [program, "show", "--config", network.configFile, ...args];
  return (await promisify(execFile)(process.execPath, command)).stdout;
}

describe("a display in the home", () => {
  it("shows what Firestore's live documents say, though nobody looks in the app", async () => {
    await network.publish("bridge/devices", toDeviceList("kitchen/kettle plug"), true);
    await network.publish("kitchen/kettle plug", '{"state":"ON","power":1234.5,"energy":12.34,"voltage":231.2}');
    const db = openDatabase();
    const nodeId = await toNodeId(network.networkId, plugAddress);
    // An idle bridge sends by its interval: it is the display that makes it ask.
    const newest = await waitFor(
      "the plug's power",
      async () => {
        const shown = shownSchema.parse(JSON.parse(await show("--json"))).newest;
        return shown.nodes.some(({ values }) => values.some(({ channel }) => channel === "power")) && shown;
      },
      90_000,
    );
    const live = liveSchema.parse((await db.doc(paths.live(nodeId)).get()).data());
    const [node, ...others] = newest.nodes;
    expect(others).toEqual([]);
    expect(node).toMatchObject({ nodeId, name: "kitchen/kettle plug", room: null });
    const values = node?.values.map(({ channel, value, at }) => [channel, { value, at }]) ?? [];
    expect(Object.fromEntries(values)).toEqual(live.d?.values);
    expect(node?.values.find(({ channel }) => channel === "power")).toMatchObject({
      label: "Power",
      value: 12_345,
      decimals: 1,
      unit: "W",
    });
    expect(await show()).toMatch(/kitchen\/kettle plug\n(.*\n)* {2}Power +1234\.5 W {2}\d+ s\n/);
  });
});
