import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { START } from "./link-bench.ts";
import { openSharingBench, type Person, type SharedHome, type SharingBench, toTerms } from "./sharing-bench.ts";

let bench: SharingBench;
let home: SharedHome;
let eva: Person;
let max: Person;

beforeAll(async () => {
  bench = await openSharingBench("demo-sharing-roles");
  eva = await bench.createPerson("eva");
  max = await bench.createPerson("max");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.createHome();
});

describe("an administrator", () => {
  const admin = { role: "admin", until: null } as const;

  it("invites, changes and revokes", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva, admin, null);
    const token = await bench.invite(home, max, {}, [nodeIds[0]], eva);
    expect(await bench.act(max, { act: "accept", networkId, token })).toEqual({ nodeIds: [nodeIds[0]] });
    const about = { networkId, nodeIds: [nodeIds[0]] };
    const terms = toTerms({ resolution: "hour" });
    expect(await bench.act(eva, { act: "change", ...about, principalId: max.uid, terms })).toEqual({
      nodeIds: [nodeIds[0]],
    });
    expect(await bench.act(eva, { act: "list", networkId })).toMatchObject({ invitations: [] });
    expect(await bench.act(eva, { act: "revoke", ...about, principalIds: [max.uid] })).toBeNull();
    expect(await bench.readSeats(nodeIds[0])).toMatchObject({ members: bench.only(eva.uid) });
  });

  it("decides nothing about themselves, the owner, or another administrator, and appoints nobody", async () => {
    const { networkId, nodeIds } = home;
    const zoe = await bench.createPerson("zoe");
    await bench.lend(home, eva, admin, null);
    await bench.lend(home, zoe, admin, null);
    await bench.lend(home, max);
    const terms = toTerms();
    for (const { uid } of [eva, zoe, bench.owner]) {
      for (const about of [
        { networkId, nodeIds: null },
        { networkId, nodeIds: [nodeIds[0]] },
      ]) {
        expect(await bench.act(eva, { act: "revoke", ...about, principalIds: [uid] })).toBe("forbidden");
        const change = { act: "change", ...about, principalId: uid, terms };
        expect(await bench.act(eva, change)).toBe(uid === bench.owner.uid ? "not_found" : "forbidden");
      }
    }
    const appointment = toTerms(admin);
    const of = { networkId, nodeIds: [nodeIds[0]] };
    expect(await bench.act(eva, { act: "change", ...of, principalId: max.uid, terms: appointment })).toBe("forbidden");
    expect(await bench.act(eva, { act: "invite", ...of, email: max.email, terms: appointment })).toBe("forbidden");
    expect(await bench.act(eva, { act: "invite", ...of, email: eva.email, terms })).toBe("forbidden");
    expect(await bench.act(eva, { act: "transfer", networkId, to: eva.uid })).toBe("not_found");
    // An invitation to another administrator would end what the owner gave.
    const token = await bench.invite(home, zoe, {}, [nodeIds[0]], eva);
    expect(await bench.act(zoe, { act: "accept", networkId, token })).toBe("forbidden");
    expect(
      await bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] }),
    ).toBeNull();
  });

  it("offers nothing any more once they are none", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva, admin, null);
    const token = await bench.invite(home, max, {}, [nodeIds[0]], eva);
    await bench.act(bench.owner, { act: "revoke", networkId, nodeIds: null, principalIds: [eva.uid] });
    expect(await bench.act(max, { act: "preview", networkId, token })).toBe("not_found");
    expect(await bench.act(max, { act: "accept", networkId, token })).toBe("not_found");
    expect(await bench.act(eva, { act: "list", networkId })).toBe("not_found");
  });

  it("may leave", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, eva, admin, null);
    expect(await bench.act(eva, { act: "leave", networkId, nodeIds: [nodeIds[0]] })).toBe("bad_request");
    expect(await bench.act(eva, { act: "leave", networkId, nodeIds: null })).toBeNull();
    expect(await bench.readSeats(nodeIds[0])).toEqual(bench.nobodyElse());
  });
});

describe("a network in other hands", () => {
  it("names the next owner wherever the owner stands", async () => {
    const { networkId, nodeIds } = home;
    const { db } = bench.link;
    await bench.lend(home, eva, { role: "admin", until: null }, null);
    await bench.lend(home, eva, { resolution: "day" }, [nodeIds[0]]);
    await bench.lend(home, max);
    const transfer = { act: "transfer", networkId };
    expect(await bench.act(bench.owner, { ...transfer, to: max.uid })).toBe("forbidden");
    expect(await bench.act(bench.owner, { ...transfer, to: bench.owner.uid })).toBe("forbidden");
    expect(await bench.act(bench.owner, { ...transfer, to: eva.uid })).toBeNull();

    expect((await db.doc(paths.network(networkId)).get()).get("ownerId")).toBe(eva.uid);
    for (const nodeId of nodeIds) {
      expect((await db.doc(paths.node(nodeId)).get()).get("ownerId")).toBe(eva.uid);
      expect(await bench.readSeats(nodeId)).toMatchObject({ managers: bench.only(eva.uid) });
      expect((await bench.readSeats(nodeId)).readers).toEqual(expect.arrayContaining(bench.only(eva.uid)));
      expect(await bench.readGrant(nodeId, eva)).toBeUndefined();
      expect(await bench.readGrant(nodeId, bench.owner)).toMatchObject({ role: "admin", source: "network" });
    }
    expect(await bench.readGrant(nodeIds[0], max)).toMatchObject({ ownerLabel: eva.email });
    const directory = await bench.link.context.store.readDirectory(networkId);
    const link = await bench.link.context.store.readLink(networkId);
    expect(directory).toMatchObject({ ownerId: eva.uid, version: link?.link.directoryVersion });

    expect(await bench.act(bench.owner, { ...transfer, to: eva.uid })).toBe("not_found");
    expect(await bench.act(bench.owner, { act: "list", networkId })).toMatchObject({ invitations: [] });
    const revoke = { act: "revoke", networkId, nodeIds: null, principalIds: [bench.owner.uid] };
    expect(await bench.act(eva, revoke)).toBeNull();
    expect(await bench.act(bench.owner, { act: "list", networkId })).toBe("not_found");
    expect((await bench.readSeats(nodeIds[1])).members).toEqual([eva.uid]);
  });

  it("goes to nobody without a verified e-mail", async () => {
    const una = await bench.createPerson("una", false);
    await bench.lend(home, { ...una, isVerified: true }, { role: "admin", until: null }, null);
    expect(await bench.act(bench.owner, { act: "transfer", networkId: home.networkId, to: una.uid })).toBe("forbidden");
  });
});
