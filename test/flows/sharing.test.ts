import { copyGrants } from "@lastmeter/functions/src/sharing/follow.ts";
import { type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { sharingListSchema } from "@lastmeter/model/sharing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toClient } from "../support/client.ts";
import { START } from "./link-bench.ts";
import { openSharingBench, type Person, type SharedHome, type SharingBench, toTerms } from "./sharing-bench.ts";

let bench: SharingBench;
let home: SharedHome;
let eva: Person;
let max: Person;

beforeAll(async () => {
  bench = await openSharingBench("demo-sharing");
  eva = await bench.createPerson("eva");
  max = await bench.createPerson("max");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.createHome();
});

describe("a grant", () => {
  it("is changed: coarser at once", async () => {
    const [nodeId] = home.nodeIds;
    const { networkId } = home;
    await bench.lend(home, eva);
    const change = {
      act: "change",
      networkId,
      nodeIds: [nodeId],
      principalId: eva.uid,
      terms: toTerms({ resolution: "day" }),
    };
    expect(await bench.act(bench.owner, { ...change, principalId: max.uid })).toBe("not_found");
    expect(await bench.act(bench.owner, change)).toEqual({ nodeIds: [nodeId] });
    expect(await bench.readSeats(nodeId)).toEqual({ ...bench.nobodyElse(), members: bench.only(eva.uid) });
    expect(await bench.readGrant(nodeId, eva)).toMatchObject({ resolution: "day", label: eva.email });
  });

  it("to administer puts its holder among the managers", async () => {
    const [nodeId] = home.nodeIds;
    await bench.lend(home, eva, { role: "admin" });
    const everywhere = bench.only(eva.uid);
    expect(await bench.readSeats(nodeId)).toEqual({ members: everywhere, readers: everywhere, managers: everywhere });
  });

  it.each(["revoke", "leave"] as const)("ends by %s, everywhere at once", async (act) => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva, {}, nodeIds);
    const request = {
      act,
      networkId,
      nodeIds: null,
      ...(act === "revoke" ? { principalIds: [eva.uid, max.uid] } : {}),
    };
    expect(await bench.act(act === "revoke" ? bench.owner : eva, request)).toBeNull();
    for (const nodeId of nodeIds) {
      expect(await bench.readSeats(nodeId)).toEqual(bench.nobodyElse());
      expect(await bench.readGrant(nodeId, eva)).toBeUndefined();
    }
    const entries = (await bench.readLog(networkId)).filter((entry) => entry.act === act);
    expect(entries).toMatchObject([{ principalId: eva.uid, label: eva.email, nodeIds: expect.any(Array) }]);
    expect(await bench.act(eva, { act: "leave", networkId, nodeIds: null })).toBe("not_found");
  });

  it("of one node ends alone", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva, {}, nodeIds);
    await bench.act(bench.owner, { act: "revoke", networkId, nodeIds: [nodeIds[0]], principalIds: [eva.uid] });
    expect(await bench.readSeats(nodeIds[0])).toEqual(bench.nobodyElse());
    expect((await bench.readSeats(nodeIds[1])).readers).toEqual(bench.only(eva.uid));
  });

  it("of the network reaches all nodes, a node's own stands before it", async () => {
    const { networkId, nodeIds } = home;
    const [first, second] = nodeIds;
    await bench.lend(home, eva, { resolution: "hour" }, [first]);
    await bench.lend(home, eva, { until: null }, null);
    expect(await bench.readGrant(first, eva)).toMatchObject({ source: "node", resolution: "hour" });
    expect(await bench.readGrant(second, eva)).toMatchObject({ source: "network", nodeId: second, dueAt: null });
    expect((await bench.readSeats(second)).readers).toEqual(bench.only(eva.uid));
    expect((await bench.readSeats(first)).readers).toEqual(bench.only());

    const revoke = { act: "revoke", networkId, principalIds: [eva.uid] };
    expect(await bench.act(bench.owner, { ...revoke, nodeIds: [second] })).toBe("bad_request");
    await bench.act(bench.owner, { ...revoke, nodeIds: [first] });
    expect(await bench.readGrant(first, eva)).toMatchObject({ source: "network", resolution: "raw" });
    expect((await bench.readSeats(first)).readers).toEqual(bench.only(eva.uid));
    await bench.act(bench.owner, { ...revoke, nodeIds: null });
    for (const nodeId of nodeIds) expect(await bench.readSeats(nodeId)).toEqual(bench.nobodyElse());
  });

  it("of a network with 200 nodes begins and ends in one commit each", async () => {
    const { networkId, nodeIds } = home;
    const more = Array.from({ length: 197 }, () => randomId() as NodeId);
    await Promise.all(more.map((nodeId) => bench.addNode(networkId, nodeId)));
    const countSeats = async () => {
      const seats = await Promise.all([...nodeIds, ...more].map((nodeId) => bench.readSeats(nodeId)));
      return seats.filter(({ managers, readers }) => managers.includes(eva.uid) && readers.includes(eva.uid)).length;
    };
    await bench.lend(home, eva, { role: "admin", until: null }, null);
    expect(await countSeats()).toBe(200);
    const revoke = { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] };
    expect(await bench.act(bench.owner, revoke)).toBeNull();
    expect(await countSeats()).toBe(0);
  });

  it("goes to a program that exists", async () => {
    const { networkId, nodeIds } = home;
    await bench.link.db.doc(paths.client("client-of-a-utility")).set(toClient("Utility"));
    const terms = toTerms({ resolution: "day" });
    const request = { act: "grantClient", networkId, nodeIds: [nodeIds[0]], clientId: "client-of-a-utility", terms };
    expect(await bench.act(bench.owner, { ...request, clientId: "client-of-nobody" })).toBe("not_found");
    const asAdmin = { ...request, nodeIds: null, terms: toTerms({ role: "admin" }) };
    expect(await bench.act(bench.owner, asAdmin)).toBe("bad_request");
    expect(await bench.act(bench.owner, request)).toEqual({ nodeIds: [nodeIds[0]] });
    const path = paths.nodeGrant(nodeIds[0], "c~client-of-a-utility");
    expect((await bench.link.db.doc(path).get()).data()).toMatchObject({ principal: "client", label: "Utility" });
    expect(await bench.readSeats(nodeIds[0])).toEqual(bench.nobodyElse());
  });

  it("is listed with open invitations, without copies, for who decides", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva, {}, null);
    await bench.lend(home, max, {}, [nodeIds[0]]);
    await bench.invite(home, max);
    const list = sharingListSchema.parse(await bench.act(bench.owner, { act: "list", networkId }));
    expect(list.grants.map(({ label, nodeId }) => [label, nodeId])).toEqual([
      [eva.email, null],
      [max.email, nodeIds[0]],
    ]);
    expect(list.invitations).toMatchObject([{ email: max.email }]);
  });

  it("tells when it was opened, once in an hour", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva);
    const opened = { act: "opened", networkId, nodeIds: [nodeIds[0]] };
    const countOpens = async () => (await bench.readLog(networkId)).filter(({ act }) => act === "open").length;
    for (const minutes of [0, 1, 59]) {
      bench.time.now = START + minutes * 60_000;
      expect(await bench.act(eva, opened)).toBeNull();
    }
    expect(await countOpens()).toBe(1);
    expect(await bench.readGrant(nodeIds[0], eva)).toMatchObject({ lastOpenedAt: START });
    bench.time.now = START + 60 * 60_000;
    await bench.act(eva, opened);
    expect(await countOpens()).toBe(2);
    expect(await bench.act(max, opened)).toBe("not_found");
    expect(await bench.act(eva, { ...opened, nodeIds: [nodeIds[1]] })).toBe("not_found");
  });

  it("of a member counts one opening for all its copies", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva, {}, null);
    await bench.act(eva, { act: "opened", networkId, nodeIds: [nodeIds[0], nodeIds[1]] });
    await bench.act(eva, { act: "opened", networkId, nodeIds: [nodeIds[2]] });
    const opens = (await bench.readLog(networkId)).filter(({ act }) => act === "open");
    expect(opens).toMatchObject([{ who: eva.uid, whoLabel: eva.email, nodeIds: [nodeIds[0], nodeIds[1]] }]);
  });
});

describe("a node that comes later", () => {
  it("is covered by the network's grants, once", async () => {
    const { networkId } = home;
    await bench.lend(home, eva, {}, null);
    await bench.lend(home, max);
    const nodeId = randomId() as NodeId;
    await bench.addNode(networkId, nodeId);
    for (let turn = 0; turn < 2; turn++) await copyGrants(bench.context(), nodeId);
    expect(await bench.readSeats(nodeId)).toEqual({
      members: bench.only(eva.uid),
      readers: bench.only(eva.uid),
      managers: bench.only(),
    });
    expect(await bench.readGrant(nodeId, eva)).toMatchObject({ source: "network", nodeId });
    expect(await bench.readGrant(nodeId, max)).toBeUndefined();
  });
});
