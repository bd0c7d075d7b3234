import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectGateway, START, toMessages } from "./link-bench.ts";
import { openSharingBench, type Person, type SharedHome, type SharingBench, toTerms } from "./sharing-bench.ts";

let bench: SharingBench;
let eva: Person;
let max: Person;

beforeAll(async () => {
  bench = await openSharingBench("demo-sharing-races");
  eva = await bench.createPerson("eva");
  max = await bench.createPerson("max");
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.time.now = START;
});

/** Lists, grant and ownership of every node say the same of this person. */
async function expectAgreement({ nodeIds }: Pick<SharedHome, "nodeIds">, person: Person): Promise<void> {
  for (const nodeId of nodeIds) {
    const grant = await bench.readGrant(nodeId, person);
    const ownerId = (await bench.link.db.doc(paths.node(nodeId)).get()).get("ownerId");
    const { members, readers, managers } = await bench.readSeats(nodeId);
    const has = [members, readers, managers].map((list) => list.includes(person.uid));
    const isOwner = ownerId === person.uid;
    const should = [grant !== undefined, grant?.resolution === "raw", grant?.role === "admin"];
    expect(has).toEqual(should.map((each) => each || isOwner));
  }
}

/** A home with a gateway that sends: its plug's node comes from its own first batch. */
async function connectHome() {
  const registered = await bench.link.register();
  const gateway = await connectGateway(bench.link.context, registered);
  await gateway.send({ messages: toMessages(0, 1) }, { watched: "began" });
  const nodes = await bench.link.db.collection("nodes").where("networkId", "==", registered.networkId).get();
  const nodeId = nodes.docs[0]?.id as SharedHome["nodeIds"][0];
  const home: SharedHome = { networkId: registered.networkId, nodeIds: [nodeId, nodeId, nodeId] };
  return { gateway, home, nodeId };
}

describe("at the same time", () => {
  it("a revocation and batches of readings: nobody comes back into the list", async () => {
    const { gateway, home, nodeId } = await connectHome();
    const { networkId } = home;
    const live = bench.link.db.doc(paths.live(nodeId));
    for (let round = 0; round < 4; round++) {
      await bench.lend(home, eva, {}, [nodeId]);
      const revoke = bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] });
      for (let batch = 0; batch < 4; batch++) {
        const n = 2 + round * 4 + batch;
        bench.time.now = START + n * 10_000;
        await gateway.send({ messages: toMessages(n, n) }, { watched: "yes" });
      }
      expect(await revoke).toBeNull();
      expect((await bench.readSeats(nodeId)).readers).toEqual(bench.only());
    }
    expect((await live.get()).get("d.values.power.value")).toBe(170);
  });

  it("a change and a revocation: one is first, and lists and grant agree", async () => {
    for (let round = 0; round < 4; round++) {
      const home = await bench.createHome();
      const { networkId, nodeIds } = home;
      await bench.lend(home, eva, {}, nodeIds);
      const terms = toTerms({ role: "admin" });
      const outcomes = await Promise.all([
        bench.act(bench.owner, { act: "change", networkId, nodeIds, principalId: eva.uid, terms }),
        bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] }),
      ]);
      expect(outcomes[1]).toBeNull();
      expect(["not_found", { nodeIds: expect.any(Array) }]).toContainEqual(outcomes[0]);
      await expectAgreement(home, eva);
      expect(await bench.readGrant(nodeIds[0], eva)).toBeUndefined();
    }
  });

  it("an acceptance and a withdrawal: one of them", async () => {
    const home = await bench.createHome();
    const { networkId } = home;
    for (let round = 0; round < 4; round++) {
      const token = await bench.invite(home, eva);
      const list = (await bench.act(bench.owner, { act: "list", networkId })) as { invitations: { id: string }[] };
      const invitationId = list.invitations[0]?.id;
      const [accepted, withdrawn] = await Promise.all([
        bench.act(eva, { act: "accept", networkId, token }),
        bench.act(bench.owner, { act: "withdraw", networkId, invitationId }),
      ]);
      expect([accepted, withdrawn].filter((outcome) => outcome === "not_found")).toHaveLength(1);
      await expectAgreement(home, eva);
      await bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] });
    }
  });

  it("a transfer, a revocation and batches: the network has one owner, and everything agrees", async () => {
    const { gateway, home, nodeId } = await connectHome();
    const { networkId } = home;
    await bench.lend(home, eva, { role: "admin", until: null }, null);
    await bench.lend(home, max, {}, [nodeId]);
    const outcomes = await Promise.all([
      bench.act(bench.owner, { act: "transfer", networkId, to: eva.uid }),
      bench.act(eva, { act: "revoke", networkId, nodeIds: null, principalIds: [max.uid] }),
      bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] }),
      gateway.send({ messages: toMessages(2, 2) }, { watched: "yes" }),
    ]);
    const ownerId = (await bench.link.db.doc(paths.network(networkId)).get()).get("ownerId");
    expect(ownerId).toBe(outcomes[0] === null ? eva.uid : bench.owner.uid);
    for (const person of [eva, max, bench.owner]) await expectAgreement(home, person);
    const directory = await bench.link.context.store.readDirectory(networkId);
    expect(directory?.ownerId).toBe(ownerId);
    expect(outcomes[3]).toMatchObject({ status: "stored" });
    expect(await gateway.send({ messages: toMessages(3, 3) })).toMatchObject({ status: "stored" });
  });

  it("grants of many people on the same nodes: all of them are there", async () => {
    const home = await bench.createHome();
    const people = await Promise.all(Array.from({ length: 5 }, (_, at) => bench.createPerson(`guest${at}`)));
    const tokens = await Promise.all(people.map((person) => bench.invite(home, person, {}, home.nodeIds)));
    await Promise.all(
      people.map((person, at) => bench.act(person, { act: "accept", networkId: home.networkId, token: tokens[at] })),
    );
    for (const nodeId of home.nodeIds) {
      expect((await bench.readSeats(nodeId)).members).toEqual(bench.only(...people.map(({ uid }) => uid)));
    }
  });
});
