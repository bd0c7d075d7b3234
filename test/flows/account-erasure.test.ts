import { createCommandStore } from "@lastmeter/functions/src/commands/command.store.ts";
import { createCommand } from "@lastmeter/functions/src/commands/create-command.ts";
import { SECOND_PASS_MS } from "@lastmeter/functions/src/erasure/erasure.ts";
import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { handleSharing } from "@lastmeter/functions/src/sharing/sharing.ts";
import { accessLogEntrySchema } from "@lastmeter/model/access-log";
import { ERASED_NODE_ID, ERASED_PRINCIPAL, REAUTHENTICATION_MS } from "@lastmeter/model/account";
import { type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import { sealHello } from "@lastmeter/model/link/handshake";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type AccountBench,
  createMessages,
  fillHome,
  findTraces,
  HEATER,
  type Home,
  KETTLE,
  openAccountBench,
  type Person,
  readNodeIds,
  toDevice,
  toDevices,
} from "./account-bench.ts";
import { START, toHello, toOutcome } from "./link-bench.ts";
import { askRules, saveRule, toRule } from "./rules-bench.ts";

const HOUR_MS = 3_600_000;
let bench: AccountBench;
let owner: Person;
let friend: Person;
let home: Home;
let say: ReturnType<typeof createMessages>;
let kettle: NodeId;
let heater: NodeId;

beforeAll(() => {
  bench = openAccountBench("demo-erasure");
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.reset();
  [owner, friend] = [await bench.createPerson("owner"), await bench.createPerson("friend")];
  home = await bench.createHome(owner);
  say = await fillHome(home);
  const ids = await readNodeIds(bench.db, home.networkId);
  [kettle, heater] = [nodeIdSchema.parse(ids[KETTLE]), nodeIdSchema.parse(ids[HEATER])];
});

/** By invitation, as people do. */
async function lend(
  from: Person,
  { networkId }: Home,
  nodeIds: NodeId[] | null,
  to: Person,
  channels: string[] | null,
) {
  const context = bench.ground().sharing;
  const terms = { role: "viewer", resolution: "raw", channels, from: bench.time.now, until: null, historyFrom: null };
  const invite = {
    act: "invite",
    networkId,
    nodeIds,
    email: to.verifiedEmail,
    terms: { ...terms, purpose: "to look" },
  };
  const { token } = (await handleSharing(context, from, invite)) as { token: string };
  await handleSharing(context, to, { act: "accept", networkId, token });
}

const readLog = async ({ networkId }: Home) =>
  (await bench.db.collection(paths.accessLogs(networkId)).get()).docs.map((each) =>
    accessLogEntrySchema.parse(each.data()),
  );

/** As its owner at that time. */
async function switchIt({ networkId }: Home, nodeId: NodeId) {
  await bench.db.doc(paths.node(nodeId)).update({ status: "active" });
  await bench.db.doc(paths.network(networkId)).update({ ownerId: owner.uid });
  const context = { store: createCommandStore(bench.db), clock: () => bench.time.now };
  const why = { source: "app", cause: null, hops: 0 } as const;
  const actor = { who: owner.uid, whoLabel: owner.verifiedEmail, why };
  const order = { kind: "set", nodeId, channel: "state", value: true } as const;
  await createCommand(context, { networkId, order, lifeMs: 60_000, actor });
}

/** A rule about a node that has fired, and one about another that was about it before. */
async function rule({ networkId, gateway }: Home, { uid }: Person, nodeId: NodeId, other: NodeId) {
  const above = (of: NodeId) => {
    const subject = { of: "node" as const, nodeId: of };
    const when = { kind: "value" as const, subject, is: "above" as const, limit: 5, hysteresis: 0, forMs: 0 };
    const set = { do: "command" as const, nodeId: of, channel: "state", value: false };
    return toRule({ when, actions: [{ do: "alarm", severity: "info", title: null }, set] });
  };
  const { now } = bench.time;
  // Nothing is commanded that nobody approved.
  for (const each of [nodeId, other]) await bench.db.doc(paths.node(each)).update({ status: "active" });
  await saveRule(bench.db, networkId, above(nodeId), now, uid);
  const { ruleId } = await saveRule(bench.db, networkId, above(nodeId), now, uid);
  await askRules(bench.db, uid, { act: "save", networkId, ruleId, version: 1, rule: above(other) }, now);
  await gateway.send({ messages: [say(now, "kettle", { power: 50 }), say(now, "=heater", { power: 50 })] }, { now });
}

/** Until nothing is due any more. */
async function sweepAll() {
  for (let round = 0; round < 4; round++) {
    bench.time.now += SECOND_PASS_MS + 1;
    await bench.sweep();
  }
}

describe("erasing a node", () => {
  beforeEach(async () => {
    await lend(owner, home, [kettle], friend, null);
    await lend(owner, home, [kettle], await bench.createPerson("other"), ["power"]);
    await bench.db.doc(paths.node(heater)).update({ inside: kettle });
    await bench.db.doc(paths.watch(home.networkId, owner.uid)).set({ until: bench.time.now + 1, nodeId: kettle });
    await switchIt(home, kettle);
    await rule(home, owner, kettle, heater);
  });

  it("leaves no trace of it, and the other node as it was", async () => {
    expect((await findTraces(bench.db, [kettle])).length).toBeGreaterThan(20);
    const before = (await findTraces(bench.db, [heater])).length;
    expect(await bench.call(owner, { act: "eraseNode", nodeId: kettle })).toEqual({ finished: true });
    expect(await findTraces(bench.db, [kettle])).toEqual([expect.stringMatching(/^erasures\//)]);
    await sweepAll();
    expect(await findTraces(bench.db, [kettle])).toEqual([]);
    expect((await findTraces(bench.db, [heater])).length).toBe(before);
    const log = await readLog(home);
    expect(log).toContainEqual(expect.objectContaining({ act: "erase", what: "node", who: owner.uid }));
    expect(log.filter(({ nodeIds }) => nodeIds?.includes(ERASED_NODE_ID)).length).toBeGreaterThan(0);
  });

  it("keeps its device out of sight while the network lists it, under any name, and lets it join anew", async () => {
    await bench.call(owner, { act: "eraseNode", nodeId: kettle });
    const at = bench.time.now;
    const nodes = async () => Object.keys(await readNodeIds(bench.db, home.networkId));
    await home.gateway.send({
      messages: [say(at, "kettle", { power: 5, state: "ON" }), say(at, "kettle/availability", "online")],
    });
    const renamed = toDevices(toDevice(KETTLE, "pot"), toDevice(HEATER, "=heater"));
    await home.gateway.send({ messages: [say(at, "bridge/devices", renamed), say(at, "pot", { power: 6 })] });
    expect(await nodes()).toEqual([HEATER]);
    const traces = await findTraces(bench.db, [kettle]);
    expect(traces.filter((trace) => !trace.startsWith("erasures/"))).toEqual([]);
    expect((await bench.db.collection(paths.deadLetters(home.networkId)).get()).size).toBe(0);

    await home.gateway.send({ messages: [say(at, "bridge/devices", toDevices(toDevice(HEATER, "=heater")))] });
    await home.gateway.send({ messages: [say(at, "bridge/devices", renamed), say(at, "pot", { power: 7 })] });
    expect((await nodes()).sort()).toEqual([KETTLE, HEATER]);
    await sweepAll();
    expect((await nodes()).sort()).toEqual([KETTLE, HEATER]);
  });

  it("is for its owner alone", async () => {
    expect(await bench.call(friend, { act: "eraseNode", nodeId: kettle })).toBe("not_found");
    expect(await bench.call(owner, { act: "eraseNode", nodeId: "A".repeat(22) })).toBe("not_found");
    expect((await readNodeIds(bench.db, home.networkId))[KETTLE]).toBe(kettle);
  });
});

describe("erasing a network", () => {
  it("leaves no trace of it, and its gateway as unknown as one that never was", async () => {
    await lend(owner, home, null, friend, null);
    await bench.auth.createUser({ uid: `gw_${home.networkId}` });
    const words = [home.networkId, kettle, heater];
    expect(await bench.call(owner, { act: "eraseNetwork", networkId: home.networkId })).toEqual({ finished: true });
    expect(await home.gateway.send({ messages: [say(bench.time.now, "kettle", { power: 1 })] })).toBe("auth_failed");
    const hello = await sealHello(home.linkKey, toHello(home.networkId, home.linkKey));
    for (const instance of [bench.context, bench.restart()]) {
      expect(await toOutcome(handleHello(instance, hello))).toBe("auth_failed");
    }
    expect(await findTraces(bench.db, words)).toEqual([expect.stringMatching(/^erasures\//)]);
    await sweepAll();
    expect(await findTraces(bench.db, words)).toEqual([]);
    await expect(bench.auth.getUser(`gw_${home.networkId}`)).rejects.toThrow();
    await expect(bench.auth.getUser(owner.uid)).resolves.toBeDefined();
  });

  it("needs its owner, who signed in within five minutes", async () => {
    const data = { act: "eraseNetwork", networkId: home.networkId };
    expect(await bench.call(friend, data)).toBe("not_found");
    const authenticatedAt = bench.time.now - REAUTHENTICATION_MS;
    expect(await bench.call(owner, data, { authenticatedAt: authenticatedAt - 1 })).toBe("reauthenticate");
    expect((await bench.db.doc(paths.network(home.networkId)).get()).exists).toBe(true);
    expect(await bench.call(owner, data, { authenticatedAt })).toEqual({ finished: true });
  });

  it.each(["after the first node", "when the sign-in service is away"])(
    "goes on by itself after a crash %s",
    async (when) => {
      const fail = async () => {
        throw new Error("away");
      };
      let asked = 0;
      const crash =
        when === "after the first node"
          ? {
              isOver: () => {
                if (asked++ > 0) throw new Error("killed");
                return false;
              },
            }
          : { people: { readEmail: fail, remove: fail } };
      await expect(bench.call(owner, { act: "eraseNetwork", networkId: home.networkId }, crash)).rejects.toThrow();
      expect((await findTraces(bench.db, [home.networkId])).length).toBeGreaterThan(0);
      await sweepAll();
      expect(await findTraces(bench.db, [home.networkId, kettle, heater])).toEqual([]);
    },
  );

  it("that takes too long for a call is finished by tick", async () => {
    const data = { act: "eraseNetwork", networkId: home.networkId };
    expect(await bench.call(owner, data, { isOver: () => true })).toEqual({ finished: false });
    expect(await bench.sweep()).toBe(1);
    expect(await findTraces(bench.db, [kettle, heater])).toEqual([]);
  });
});

describe("erasing an account", () => {
  let theirs: Home;

  beforeEach(async () => {
    theirs = await bench.createHome(friend);
    await theirs.gateway.send({
      messages: [createMessages()(START, "bridge/devices", toDevices(toDevice(KETTLE, "lamp")))],
    });
    const lamp = nodeIdSchema.parse((await readNodeIds(bench.db, theirs.networkId))[KETTLE]);
    await lend(friend, theirs, [lamp], owner, ["power"]);
    await lend(friend, theirs, null, owner, null);
    await lend(owner, home, null, friend, null);
    const terms = {
      role: "viewer",
      resolution: "day",
      channels: null,
      from: START,
      until: null,
      historyFrom: null,
      purpose: "",
    };
    await handleSharing(bench.ground().sharing, friend, {
      ...{ act: "invite", networkId: theirs.networkId, nodeIds: null, email: owner.verifiedEmail, terms },
    });
    await bench.db.doc(paths.watch(theirs.networkId, owner.uid)).set({ until: bench.time.now + 60_000 });
    // As if they had owned that home once, and decided and switched things there.
    await switchIt(theirs, lamp);
    await bench.db.doc(paths.network(theirs.networkId)).update({ ownerId: friend.uid });
    await bench.db.doc(paths.repair(lamp, "r")).set({ v: 1, by: owner.uid });
    const when = { kind: "silent" as const, nodeId: lamp, forMs: 3_600_000 };
    const tell = { do: "notify" as const, severity: "info" as const, to: [owner.uid], text: "" };
    const mine = toRule({ when, actions: [{ ...tell, to: null }] });
    await saveRule(bench.db, theirs.networkId, toRule({ when, actions: [tell] }), bench.time.now, friend.uid);
    await bench.db.doc(paths.network(theirs.networkId)).update({ ownerId: owner.uid });
    await saveRule(bench.db, theirs.networkId, mine, bench.time.now, owner.uid);
    await bench.db.doc(paths.network(theirs.networkId)).update({ ownerId: friend.uid });
    await bench.db.doc(paths.nodeGrant(lamp, "c~someprogram")).set({ by: owner.uid, principalId: "c~someprogram" });
  });

  it("leaves nothing of the person, and in the logs of others nobody", async () => {
    const words = [owner.uid, owner.verifiedEmail, home.networkId, kettle, heater];
    expect(await bench.call(owner, { act: "eraseAccount" })).toEqual({ finished: true });
    const traces = await findTraces(bench.db, words);
    expect(traces.filter((trace) => !trace.startsWith("erasures/"))).toEqual([]);
    await expect(bench.auth.getUser(owner.uid)).rejects.toThrow();
    await sweepAll();
    expect(await findTraces(bench.db, words)).toEqual([]);
    const log = await readLog(theirs);
    expect(log.filter(({ who }) => who === ERASED_PRINCIPAL).map(({ act }) => act)).toContain("leave");
    expect(log.filter(({ who }) => who === friend.uid).length).toBeGreaterThan(0);
  });

  it("leaves the homes of others and the sign-ins of others alone", async () => {
    await bench.call(owner, { act: "eraseAccount" });
    await sweepAll();
    expect((await bench.db.doc(paths.network(theirs.networkId)).get()).get("ownerId")).toBe(friend.uid);
    const node = await bench.db.collection("nodes").where("networkId", "==", theirs.networkId).get();
    expect(node.docs.map((each) => each.get("memberIds"))).toEqual([[friend.uid]]);
    expect((await bench.db.doc(paths.user(friend.uid)).get()).exists).toBe(true);
    await expect(bench.auth.getUser(friend.uid)).resolves.toBeDefined();
    expect(await bench.db.collectionGroup("grants").where("principalId", "==", friend.uid).get()).toMatchObject({
      size: 0,
    });
  });

  it("needs a sign-in within five minutes", async () => {
    const authenticatedAt = bench.time.now - REAUTHENTICATION_MS - 1;
    expect(await bench.call(owner, { act: "eraseAccount" }, { authenticatedAt })).toBe("reauthenticate");
    await expect(bench.auth.getUser(owner.uid)).resolves.toBeDefined();
  });

  it("goes on by itself after a crash in the middle", async () => {
    const words = [owner.uid, owner.verifiedEmail, home.networkId];
    let asked = 0;
    const isOver = () => {
      if (asked++ > 1) throw new Error("killed");
      return false;
    };
    await expect(bench.call(owner, { act: "eraseAccount" }, { isOver })).rejects.toThrow("killed");
    expect((await findTraces(bench.db, words)).length).toBeGreaterThan(2);
    bench.time.now += HOUR_MS;
    await sweepAll();
    expect(await findTraces(bench.db, words)).toEqual([]);
  });
});
