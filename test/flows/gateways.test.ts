import { OWN_NETWORKS_MAX } from "@lastmeter/model/gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dispatcherUrl, draft, openGatewaysBench } from "./gateways-bench.ts";
import { connectGateway, START, toMessages } from "./link-bench.ts";
import { openSharingBench, type Person, type SharedHome, type SharingBench } from "./sharing-bench.ts";

let bench: SharingBench;
let gateways: ReturnType<typeof openGatewaysBench>;
let home: SharedHome;
const people: Record<string, Person> = {};

beforeAll(async () => {
  bench = await openSharingBench("demo-gateways");
  gateways = openGatewaysBench(bench.link);
  for (const name of ["admin", "operator", "viewer", "stranger"]) people[name] = await bench.createPerson(name);
  people.owner = bench.owner;
  people.unverified = await bench.createPerson("una", false);
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.createHome();
});

describe("registering", () => {
  it("makes whoever asks the owner of a network that waits for its gateway", async () => {
    const before = bench.time.now;
    const { networkId, config, linkKey } = await gateways.register(people.stranger);
    expect(config.dispatcher).toBe(dispatcherUrl);
    const network = await gateways.readNetwork(networkId);
    expect(network).toMatchObject({ ...draft, ownerId: people.stranger?.uid, link: { state: "waiting" } });
    expect(network.dispatcher).toMatchObject({ host: "dispatcher.example.org", port: 443 });
    expect(await bench.readLog(networkId)).toMatchObject([{ act: "key", what: "register", who: people.stranger?.uid }]);
    expect(await gateways.readStatus(networkId)).toMatchObject({ stage: "waiting", keyMadeAt: before });

    // Hello, proof, first message: the network appears with the proof.
    const gateway = await connectGateway(bench.link.context, { networkId, linkKey });
    expect(await gateways.readStatus(networkId)).toMatchObject({ stage: "hello", helloAt: START });
    expect(await gateways.readNetwork(networkId)).toMatchObject({ link: { state: "waiting" } });
    bench.time.now += 1000;
    await gateway.send({}, { now: bench.time.now });
    expect(await gateways.readStatus(networkId)).toMatchObject({
      stage: "proved",
      provedAt: START + 1000,
      firstMessageAt: null,
    });
    expect(await gateways.readNetwork(networkId)).toMatchObject({ link: { state: "online" } });
    bench.time.now += 1000;
    await gateway.send({ messages: toMessages(0, 1) }, { now: bench.time.now });
    expect(await gateways.readStatus(networkId)).toMatchObject({ stage: "receiving", firstMessageAt: START + 2000 });
  });

  it("is for people with a verified e-mail, and for so many homes", async () => {
    expect(await gateways.act(people.unverified, { act: "register", network: draft })).toBe("forbidden");
    const rich = await bench.createPerson("rich");
    const batch = bench.link.db.batch();
    for (let home = 1; home < OWN_NETWORKS_MAX; home += 1) {
      batch.set(bench.link.db.doc(`networks/of-${rich.uid}-${home}`), { v: 1, ownerId: rich.uid });
    }
    await batch.commit();
    // Two at once, with room for one.
    const tries = [0, 1].map(() => gateways.act(rich, { act: "register", network: draft }));
    const refused = (await Promise.all(tries)).filter((outcome) => typeof outcome === "string");
    expect(refused).toEqual(["too_many"]);
  });
});

describe("editing", () => {
  it("reaches the network, what its readings say, and every grant's copy", async () => {
    const { networkId } = home;
    const { admin, viewer } = people;
    if (!admin || !viewer) throw new Error("nobody");
    await bench.lend(home, admin, { role: "admin", until: null }, null);
    await bench.lend(home, viewer);
    bench.time.now += 1000;
    const changes = { name: "Dacha", location: { latitude: 1, longitude: 2 }, gatewayAddress: "10.0.0.7" };
    expect(await gateways.act(admin, { act: "edit", networkId, network: changes })).toEqual({});
    expect(await gateways.readNetwork(networkId)).toMatchObject(changes);
    const link = await bench.link.context.store.readLink(networkId);
    const directory = await bench.link.context.store.readDirectory(networkId);
    expect(directory).toMatchObject({ location: changes.location, version: link?.link.directoryVersion });
    const grants = await bench.link.db.collectionGroup("grants").where("networkId", "==", networkId).get();
    expect(new Set(grants.docs.map((grant) => grant.get("networkName")))).toEqual(new Set(["Dacha"]));
    expect(grants.size).toBe(5);
    expect((await bench.readLog(networkId)).at(-1)).toMatchObject({
      act: "settings",
      what: "network",
      value: "name location gatewayAddress",
      who: admin.uid,
    });
  });
});

describe("who may", () => {
  const acts = {
    edit: { network: { name: "Dacha" } },
    rotate: {},
    revoke: {},
    replace: {},
  };
  it.each(["owner", "admin", "operator", "viewer", "stranger"])("%s", async (name) => {
    const { networkId, nodeIds } = home;
    const { admin, operator, viewer } = people;
    if (!admin || !operator || !viewer) throw new Error("nobody");
    await bench.lend(home, admin, { role: "admin", until: null }, null);
    await bench.lend(home, operator, { role: "operator" }, null);
    await bench.lend(home, viewer, {}, [nodeIds[0]]);
    const outcomes: Record<string, unknown> = {};
    for (const [what, more] of Object.entries(acts)) {
      const outcome = await gateways.act(people[name], { act: what, networkId, ...more });
      outcomes[what] = typeof outcome === "string" ? outcome : "done";
    }
    const manages = name === "owner" || name === "admin" ? "done" : "not_found";
    const owns = name === "owner" ? "done" : name === "admin" ? "forbidden" : "not_found";
    expect(outcomes).toEqual({ edit: manages, rotate: manages, revoke: manages, replace: owns });
    expect(await gateways.act(people[name], { act: "edit", networkId: "x".repeat(32), network: {} })).toBe("not_found");
  });
});
