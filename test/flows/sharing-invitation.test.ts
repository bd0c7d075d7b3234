import { accessLogEntrySchema } from "@lastmeter/model/access-log";
import { grantSchema } from "@lastmeter/model/grant";
import { randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { toInvitationId } from "@lastmeter/model/sharing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { START } from "./link-bench.ts";
import { DAY_MS, openSharingBench, type Person, type SharedHome, type SharingBench, toTerms } from "./sharing-bench.ts";

let bench: SharingBench;
let home: SharedHome;
let eva: Person;
let max: Person;

beforeAll(async () => {
  bench = await openSharingBench("demo-sharing-invitation");
  eva = await bench.createPerson("eva");
  max = await bench.createPerson("max");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.createHome();
});

describe("an invitation", () => {
  it("becomes a grant in one step with the lists and the log", async () => {
    const [nodeId, other] = home.nodeIds;
    const { networkId } = home;
    const token = await bench.invite(home, eva);
    expect(await bench.act(eva, { act: "preview", networkId, token })).toMatchObject({
      networkName: "Home",
      ownerLabel: bench.owner.email,
      nodes: [{ nodeId, name: "Plug" }],
      terms: toTerms(),
    });
    expect(await bench.readSeats(nodeId)).toEqual(bench.nobodyElse());
    expect(await bench.act(eva, { act: "accept", networkId, token })).toEqual({ nodeIds: [nodeId] });
    expect(await bench.readSeats(nodeId)).toEqual({
      members: bench.only(eva.uid),
      readers: bench.only(eva.uid),
      managers: bench.only(),
    });
    expect(await bench.readSeats(other)).toEqual(bench.nobodyElse());
    const grant = grantSchema.parse(await bench.readGrant(nodeId, eva));
    expect(grant).toMatchObject({ label: eva.email, source: "node", nodeId, networkId, dueAt: toTerms().until });
    const log = (await bench.readLog(networkId)).map((entry) => accessLogEntrySchema.parse(entry));
    expect(log.map(({ act }) => act).sort()).toEqual(["grant", "invite"]);
    expect(await bench.act(eva, { act: "accept", networkId, token })).toBe("not_found");
  });

  it("is for the e-mail, however it was typed", async () => {
    const token = await bench.invite(home, { ...eva, email: eva.email.toUpperCase() });
    expect(await bench.act(eva, { act: "preview", networkId: home.networkId, token })).toMatchObject({
      email: eva.email,
    });
  });

  it("keeps only a hash of its token", async () => {
    const { networkId } = home;
    const token = await bench.invite(home, eva);
    const { docs } = await bench.link.db.collection(paths.invitations(networkId)).get();
    expect(docs.map(({ id }) => id)).toEqual([await toInvitationId(token)]);
    expect(JSON.stringify(docs.map((snapshot) => snapshot.data()))).not.toContain(token);
  });

  it("answers the same to everybody it is not for", async () => {
    const { networkId } = home;
    const token = await bench.invite(home, eva);
    const unknown = { networkId, token: randomId() };
    const elsewhere = { networkId: (await bench.createHome()).networkId, token };
    for (const act of ["preview", "accept", "decline"]) {
      expect(await bench.act(max, { act, networkId, token })).toBe("not_found");
      expect(await bench.act(eva, { act, ...unknown })).toBe("not_found");
      expect(await bench.act(eva, { act, ...elsewhere })).toBe("not_found");
      expect(await bench.act({ ...eva, isVerified: false }, { act, networkId, token })).toBe("forbidden");
      expect(await bench.act({ ...eva, isVerified: false }, { act, ...unknown })).toBe("forbidden");
    }
    expect(await bench.act(eva, { act: "accept", networkId, token })).toMatchObject({ nodeIds: [home.nodeIds[0]] });
  });

  it.each([
    [-1, { nodeIds: expect.any(Array) }],
    [0, "not_found"],
  ])("ends after 24 hours %i ms", async (ms, outcome) => {
    const { networkId } = home;
    const token = await bench.invite(home, eva);
    bench.time.now = START + DAY_MS + ms;
    expect(await bench.act(eva, { act: "accept", networkId, token })).toEqual(outcome);
  });

  it("is declined, or withdrawn, and gone", async () => {
    const { networkId } = home;
    const [declined, withdrawn] = [await bench.invite(home, eva), await bench.invite(home, eva)];
    const invitationId = await toInvitationId(withdrawn);
    expect(await bench.act(eva, { act: "decline", networkId, token: declined })).toBeNull();
    expect(await bench.act(eva, { act: "withdraw", networkId, invitationId })).toBe("not_found");
    expect(await bench.act(bench.owner, { act: "withdraw", networkId, invitationId })).toBeNull();
    for (const token of [declined, withdrawn]) {
      expect(await bench.act(eva, { act: "accept", networkId, token })).toBe("not_found");
    }
    const acts = (await bench.readLog(networkId)).map(({ act }) => act).sort();
    expect(acts).toEqual(["decline", "invite", "invite", "withdraw"]);
  });

  it("is accepted once, however often at the same time", async () => {
    const { networkId } = home;
    const token = await bench.invite(home, eva);
    const accepts = Array.from({ length: 5 }, () => bench.act(eva, { act: "accept", networkId, token }));
    const outcomes = await Promise.all(accepts);
    expect(outcomes.filter((outcome) => typeof outcome === "object")).toHaveLength(1);
    expect((await bench.readLog(networkId)).filter(({ act }) => act === "grant")).toHaveLength(1);
  });

  it("may be one of fifty", async () => {
    const { networkId, nodeIds } = home;
    const batch = bench.link.db.batch();
    for (let at = 0; at < 49; at++) batch.set(bench.link.db.doc(paths.invitation(networkId, randomId())), { v: 1 });
    await batch.commit();
    await bench.invite(home, eva);
    const request = { act: "invite", networkId, nodeIds: [nodeIds[0]], email: max.email, terms: toTerms() };
    expect(await bench.act(bench.owner, request)).toBe("too_many");
  });

  const wrong: readonly [string, (home: SharedHome) => object, string][] = [
    ["to the owner", () => ({ email: bench.owner.email }), "forbidden"],
    ["until yesterday", () => ({ terms: toTerms({ from: START - 2 * DAY_MS, until: START - DAY_MS }) }), "bad_request"],
    [
      "of some channels of everything",
      () => ({ nodeIds: null, terms: toTerms({ channels: ["power"] }) }),
      "bad_request",
    ],
    ["of a channel it does not have", () => ({ terms: toTerms({ channels: ["smell"] }) }), "bad_request"],
    [
      "of some channels to operate",
      () => ({ terms: toTerms({ role: "operator", channels: ["power"] }) }),
      "bad_request",
    ],
    ["of a node elsewhere", ({ nodeIds }) => ({ nodeIds: [nodeIds[0], randomId()] }), "not_found"],
    ["to no e-mail", () => ({ email: "eva" }), "bad_request"],
    ["with more than it knows", () => ({ sudo: true }), "bad_request"],
  ];
  it.each(wrong)("%s is refused", async (_, toWrong, kind) => {
    const { networkId, nodeIds } = home;
    const good = { act: "invite", networkId, nodeIds: [nodeIds[0]], email: eva.email, terms: toTerms() };
    expect(await bench.act(bench.owner, { ...good, ...toWrong(home) })).toBe(kind);
    expect(await bench.readLog(networkId)).toEqual([]);
    expect(await bench.act(bench.owner, good)).toMatchObject({ expiresAt: START + DAY_MS });
  });
});

describe("a stranger", () => {
  it("is told that there is no such network, whatever they try", async () => {
    const { networkId, nodeIds } = home;
    await bench.lend(home, max);
    const about = { networkId, nodeIds };
    const requests = [
      { act: "invite", ...about, email: eva.email, terms: toTerms() },
      { act: "withdraw", networkId, invitationId: randomId() },
      { act: "grantClient", ...about, clientId: "client-of-a-utility", terms: toTerms() },
      { act: "change", ...about, principalId: max.uid, terms: toTerms() },
      { act: "revoke", ...about, principalIds: [max.uid] },
      { act: "leave", networkId, nodeIds: null },
      { act: "list", networkId },
      { act: "opened", networkId, nodeIds },
      { act: "transfer", networkId, to: max.uid },
    ];
    const unknown = { networkId: "Z".repeat(32) };
    for (const request of requests) {
      expect(await bench.act(eva, request), request.act).toBe("not_found");
      expect(await bench.act(eva, { ...request, ...unknown }), request.act).toBe("not_found");
    }
    // A grantee knows of it, but may decide as little.
    for (const request of requests.filter(({ act }) => !["leave", "opened"].includes(act))) {
      expect(await bench.act(max, request), request.act).toBe("not_found");
    }
  });
});
