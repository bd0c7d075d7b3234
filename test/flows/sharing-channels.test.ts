import { toViewId } from "@lastmeter/model/grant";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectGateway, START, toMessages } from "./link-bench.ts";
import { openSharingBench, type Person, type SharedHome, type SharingBench } from "./sharing-bench.ts";

let bench: SharingBench;
let eva: Person;
let max: Person;

beforeAll(async () => {
  bench = await openSharingBench("demo-sharing-channels");
  eva = await bench.createPerson("eva");
  max = await bench.createPerson("max");
});
afterAll(() => bench.close());

async function connectHome() {
  bench.time.now = START;
  const { networkId, linkKey } = await bench.link.register();
  const gateway = await connectGateway(bench.link.context, { networkId, linkKey });
  await gateway.send({ messages: toMessages(0, 1) }, { watched: "began" });
  const nodes = await bench.link.db.collection("nodes").where("networkId", "==", networkId).get();
  const nodeId = nodes.docs[0]?.id as SharedHome["nodeIds"][0];
  const home: SharedHome = { networkId, nodeIds: [nodeId, nodeId, nodeId] };
  const viewId = await toViewId(nodeId, ["power"]);
  return { gateway, home, nodeId, viewId, live: bench.link.db.doc(paths.liveView(nodeId, viewId)) };
}

describe("some channels of a node", () => {
  it("are lent as copies, which the next batch fills, and which go with the last grant", async () => {
    const { gateway, home, nodeId, viewId, live } = await connectHome();
    const { networkId } = home;
    await bench.lend(home, eva, { channels: ["power"] });
    await bench.lend(home, max, { channels: ["power"], resolution: "hour" });
    expect(await bench.readGrant(nodeId, eva)).toMatchObject({ channels: ["power"], view: viewId });
    expect((await live.get()).get("readers")).toEqual([eva.uid]);
    expect((await bench.readSeats(nodeId)).readers).toEqual([bench.owner.uid]);
    await gateway.send({ messages: toMessages(2, 2) }, { watched: "yes" });
    expect(Object.keys((await live.get()).get("d.values"))).toEqual(["power"]);

    const revoke = { act: "revoke", networkId, nodeIds: [nodeId] };
    await bench.act(bench.owner, { ...revoke, principalIds: [eva.uid] });
    expect((await live.get()).get("readers")).toEqual([]);
    await bench.act(bench.owner, { ...revoke, principalIds: [max.uid] });
    expect((await live.get()).exists).toBe(false);
    expect((await bench.link.db.doc(paths.view(nodeId, viewId)).get()).exists).toBe(false);
  });

  it("are there for whoever is granted them while another's are taken away", async () => {
    const { home, nodeId, live } = await connectHome();
    const { networkId } = home;
    for (let round = 0; round < 3; round++) {
      await bench.lend(home, eva, { channels: ["power"] });
      const token = await bench.invite(home, max, { channels: ["power"] });
      const [, accepted] = await Promise.all([
        bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] }),
        bench.act(max, { act: "accept", networkId, token }),
      ]);
      expect(accepted).toEqual({ nodeIds: [nodeId] });
      expect((await live.get()).get("readers")).toEqual([max.uid]);
      await bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [max.uid] });
      expect((await live.get()).exists).toBe(false);
    }
  });
});
