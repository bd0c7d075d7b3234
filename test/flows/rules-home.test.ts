import { storePrices, tellHome } from "@lastmeter/functions/src/rules/outlook.store.ts";
import { alarmSchema } from "@lastmeter/model/alarm";
import { commandSchema } from "@lastmeter/model/command";
import type { NodeId } from "@lastmeter/model/ids";
import type { OutlookFact } from "@lastmeter/model/outlook";
import { paths } from "@lastmeter/model/paths";
import { type RuleDraft, type RuleRun, ruleRunSchema, ruleSchema } from "@lastmeter/model/rule";
import { replayResultSchema, ruleSavedSchema } from "@lastmeter/model/rule-request";
import type { Tariff } from "@lastmeter/model/tariff";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { devices } from "../home/devices.ts";
import { type RunningHome, runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { requireNode, waitForNodes } from "../support/stored.ts";
import { toRule } from "./rules-bench.ts";

const coordinator = { ieee_address: "0x00124b0000000001", type: "Coordinator", friendly_name: "Coordinator" };
const QUARTER_MS = 900_000;
const heater = devices.find(({ key }) => key === "waterHeater") ?? expect.fail("no plug");
const feed = { providerId: "utility", feedId: "day-ahead" } as const;
const tariff: Tariff = {
  v: 1,
  name: "Hourly",
  currency: "EUR",
  timeZone: "Europe/Athens",
  import: { kind: "dynamic", ...feed, factorPpm: 1_000_000, markup: 20_000 },
  export: null,
  standing: [],
  taxPpm: 0,
};

const db = openDatabase();
let owner: Account;
let network: TestNetwork;
let home: RunningHome;
let plug: NodeId;

beforeAll(async () => {
  owner = await createAccount("owner");
  network = await startTestNetwork({ name: "rules", owner: owner.email });
  const config = { ...defaultHome, baseTopic: network.baseTopic };
  const { mqtt: mqttUrl } = requireStack();
  home = await runHome({ mqttUrl, config, now: Date.now, tickMs: 250, kept: null, stateFile: null });
  plug = requireNode(await waitForNodes(db, network.networkId, devices.length), heater.address).id;
  await call("nodes", owner, { act: "edit", nodeId: plug, changes: { status: "active" } });
});
afterAll(async () => {
  await home?.close();
  await network?.stop();
});

async function ask(request: object): Promise<unknown> {
  const reply = await call("rules", owner, { networkId: network.networkId, ...request });
  if (reply.status !== 200) throw new Error(`rules answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return z.object({ result: z.unknown() }).parse(reply.body).result;
}

async function save(rule: RuleDraft): Promise<string> {
  return ruleSavedSchema.parse(await ask({ act: "save", ruleId: null, version: null, rule })).ruleId;
}

async function waitForRun(ruleId: string, isMeant: (run: RuleRun) => boolean): Promise<RuleRun> {
  const read = async () => {
    const { docs } = await db.collection(paths.ruleRuns(network.networkId, ruleId)).get();
    return docs.map((each) => ruleRunSchema.parse(each.data()));
  };
  try {
    return await waitFor("the run", async () => (await read()).find(isMeant));
  } catch (cause) {
    throw new Error(`runs: ${JSON.stringify(await read())}`, { cause });
  }
}

/** The provider's price from this quarter-hour on, µ€ per kWh before the supplier's margin. */
async function price(value: number): Promise<void> {
  const startAt = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
  const prices = [{ startAt, endAt: startAt + 8 * QUARTER_MS, price: value }];
  const fact: OutlookFact = { kind: "prices", ...feed, prices };
  await storePrices(db, fact, "EUR", Date.now());
  await tellHome(db, network.networkId, [fact], Date.now());
}

describe("a rule of the owner's", () => {
  it("switches the plug off while the price is above its limit, and its trace says why and what came of it", async () => {
    await ask({ act: "setTariff", tariff });
    await price(90_000);
    const off = { do: "command", nodeId: plug, channel: "state", value: false } as const;
    const ruleId = await save(
      toRule({
        when: { kind: "price", flow: "import", is: "above", limit: 300_000 },
        actions: [off],
        whenOver: [{ ...off, value: true }],
      }),
    );
    await price(310_000);
    const run = await waitForRun(ruleId, ({ outcomes }) => Object.keys(outcomes).length === 1);
    expect(run.evidence).toMatchObject([{ condition: 0, holds: true, value: 330_000 }]);
    const deed = run.did["0"];
    if (deed?.do !== "command" || deed.commandId === null) expect.fail(`did ${JSON.stringify(deed)}`);
    expect(run.outcomes[deed.commandId]).toMatchObject({ state: "confirmed", reason: null });
    const stored = await db.doc(paths.command(network.networkId, deed.commandId)).get();
    expect(commandSchema.parse(stored.data())).toMatchObject({
      state: "confirmed",
      order: { nodeId: plug, channel: "state", value: false },
      why: { source: "rule", cause: `${ruleId}/00`, hops: 0 },
      whoLabel: owner.email,
    });

    await price(100_000);
    const over = await waitForRun(ruleId, ({ overAt }) => overAt !== null);
    expect(over.overEvidence).toMatchObject([{ holds: false, value: 120_000 }]);
    // Within a minute of the first: it waits, and says so.
    expect(over.didWhenOver["0"]).toMatchObject({ do: "command", value: true, commandId: null, withheld: null });
  });

  it("is told at once by an idle home, and can be tried on the past before", async () => {
    const when: RuleDraft["when"] = { kind: "changed", nodeId: plug, channel: "state", to: true };
    const rule = toRule({ when, actions: [{ do: "alarm", severity: "info", title: "On" }] });
    const replayed = replayResultSchema.parse(await ask({ act: "replay", rule }));
    expect(replayed).toMatchObject({ gaps: [], estimate: null });
    expect(replayed.firings).toHaveLength(replayed.count);
    const ruleId = await save(rule);
    await call("command", owner, {
      networkId: network.networkId,
      order: { kind: "set", nodeId: plug, channel: "state", value: true },
    });
    const run = await waitForRun(ruleId, () => true);
    const { docs } = await db.collection(paths.alarms(network.networkId)).where("ruleId", "==", ruleId).get();
    expect(docs.map((each) => alarmSchema.parse(each.data()).raisedAt)).toEqual([run.firedAt]);
  });

  it("stops when the node it is about leaves, with the reason", async () => {
    const rule = toRule({
      when: { kind: "silent", nodeId: plug, forMs: 3_600_000 },
      actions: [{ do: "notify", severity: "info", to: null, text: "" }],
    });
    const ruleId = await save(rule);
    await network.publish("bridge/devices", JSON.stringify([coordinator]), true);
    const stopped = await waitFor("the rule to stop", async () => {
      const found = ruleSchema.parse((await db.doc(paths.rule(network.networkId, ruleId)).get()).data());
      return found.stopped ?? false;
    });
    expect(stopped).toMatchObject({ fault: "nodeGone", nodeId: plug });
  });
});
