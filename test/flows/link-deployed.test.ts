import { registerNetwork } from "@lastmeter/functions/src/gateways/register-network.store.ts";
import { parseDirectory } from "@lastmeter/functions/src/link/directory-codec.ts";
import type { Grant } from "@lastmeter/model/grant";
import { type NodeId, randomId } from "@lastmeter/model/ids";
import { parseKeyText } from "@lastmeter/model/link/key";
import type { RelayedMessage } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { repairResultSchema } from "@lastmeter/model/repair";
import { parseChunk, parseSlots, type Slot } from "@lastmeter/model/series";
import { toBucketId } from "@lastmeter/model/time";
import { getApps } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import type { Firestore } from "firebase-admin/firestore";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { type Gateway, openGateway } from "../bench/gateway.ts";
import { ensureSecrets, toServerSecrets } from "../stack/secrets.ts";
import { root } from "../stack/stack.ts";
import { call } from "../support/call.ts";
import { type Account, createAccount, openDatabase, requireStack } from "../support/stack.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TIME_ZONE = "Europe/Athens";
/** A whole hour of today or yesterday. */
const start = Math.floor(Date.now() / HOUR) * HOUR - 5 * HOUR;
const ready = requireStack();

let db: Firestore;
let owner: Account;
let stranger: Account;
let networkId: Awaited<ReturnType<typeof registerNetwork>>["networkId"];
let nodeId: NodeId;
let gateway: Gateway;
let next = 1;

const toUid = async ({ email }: Account) => (await getAuth(getApps()[0]).getUserByEmail(email)).uid;

async function post(path: string, body: Uint8Array): Promise<Uint8Array> {
  const headers = { "content-type": "application/octet-stream" };
  const reply = await fetch(`${ready.functions}/${path}`, { method: "POST", headers, body: new Uint8Array(body) });
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
  return new Uint8Array(await reply.arrayBuffer());
}

const say = (at: number, watts: number, kwh: number): RelayedMessage => ({
  n: next++,
  at,
  topic: "room 0/plug",
  p: JSON.stringify({ power: watts, energy: kwh, voltage: 230, current: watts / 230 }),
});

const send = (messages: RelayedMessage[], queueEpoch?: string) =>
  gateway.send({ messages, ...(queueEpoch === undefined ? {} : { queueEpoch }) }, { now: Date.now() });

/** Every bucket of the node as it is stored. */
async function readBuckets(): Promise<Map<string, Record<string, Uint8Array>>> {
  const found = new Map<string, Record<string, Uint8Array>>();
  for (const resolution of ["raw", "quarter", "hour", "day"] as const) {
    for (const bucket of (await db.collection(paths.buckets(nodeId, resolution)).get()).docs) {
      const d = Object.entries<Uint8Array>(bucket.get("d")).map(
        ([key, bytes]) => [key, new Uint8Array(bytes)] as const,
      );
      found.set(bucket.ref.path, Object.fromEntries(d.sort(([a], [b]) => (a < b ? -1 : 1))));
    }
  }
  return found;
}

async function readSlot(resolution: "quarter" | "hour", at: number): Promise<Slot | undefined> {
  const path = paths.bucket(nodeId, resolution, toBucketId(resolution, at, TIME_ZONE));
  return parseSlots((await readBuckets()).get(path) ?? {}).find(({ startAt }) => startAt === at);
}

beforeAll(async () => {
  db = openDatabase();
  owner = await createAccount("owner");
  stranger = await createAccount("stranger");
  const input = {
    ownerId: await toUid(owner),
    name: "Home",
    description: "",
    kind: "zigbee2mqtt" as const,
    location: null,
    timeZone: TIME_ZONE,
    dispatcherUrl: ready.functions,
  };
  const registered = await registerNetwork(db, input, toServerSecrets(ensureSecrets(root)), Date.now());
  ({ networkId } = registered);
  const linkKey = parseKeyText(registered.keyText);
  if (typeof linkKey === "string") throw new Error(linkKey);
  const dispatcher = {
    hello: (body: Uint8Array) => post("hello", body),
    uplink: (body: Uint8Array) => post("uplink", body),
  };
  gateway = await openGateway(dispatcher, { networkId, linkKey }, 1, start);
  const nodes = await db.collection("nodes").where("networkId", "==", networkId).get();
  nodeId = nodes.docs[0]?.id as NodeId;
  // Two hours of 1 kW; from the 20th to the 30th minute nothing was said.
  const minutes = Array.from({ length: 121 }, (_, minute) => minute).filter((minute) => minute <= 20 || minute >= 30);
  await send(minutes.map((minute) => say(start + minute * MINUTE, 1000, 10 + minute / 60)));
});

describe("a reading that comes late through the real uplink", () => {
  it("changes raw and the slots between its neighbours, and twice changes nothing", async () => {
    const quarterAt = start + 15 * MINUTE;
    const [before, quarter, hour] = [
      await readBuckets(),
      await readSlot("quarter", quarterAt),
      await readSlot("hour", start),
    ];
    const late = say(start + 25 * MINUTE, 3000, 10 + 25 / 60);
    await send([late]);
    const after = await readBuckets();
    const raw = paths.bucket(nodeId, "raw", toBucketId("raw", late.at, TIME_ZONE));
    const key = Object.keys(after.get(raw) ?? {}).find((each) => each.startsWith("l"));
    expect(key).toBeDefined();
    expect([...(parseChunk(after.get(raw)?.[key ?? ""] ?? new Uint8Array())?.values() ?? [])]).toContainEqual(
      expect.objectContaining({ at: [late.at], value: [30_000] }),
    );
    expect([before.get(raw)?.[key ?? ""], quarter?.channels.get(0)?.max, hour?.channels.get(0)?.max]).toEqual([
      ...[undefined, 10_000, 10_000],
    ]);
    const changed = (await readSlot("quarter", quarterAt))?.channels.get(0);
    expect(changed).toMatchObject({ max: 30_000, n: (quarter?.channels.get(0)?.n ?? 0) + 1 });
    expect((await readSlot("hour", start))?.channels.get(0)).toMatchObject({ max: 30_000 });
    expect(await readSlot("quarter", start + 45 * MINUTE)).toBeDefined();

    await expect(send([late])).rejects.toThrow("duplicate");
    expect(await readBuckets()).toEqual(after);
    // Out of a queue that was lost and made anew.
    await send([late], "B".repeat(22));
    expect(await readBuckets()).toEqual(after);
  });
});

describe("the callable repair", () => {
  const toRequest = (action: string) => ({ nodeId, from: start + 45 * MINUTE, to: start + HOUR, action });

  it.each([
    ["a stranger", (): Account | null => stranger, 404, "not_found"],
    ["nobody", (): Account | null => null, 401, "auth_failed"],
  ] as const)("is refused to %s, and changes nothing", async (_, who, status, kind) => {
    const before = await readBuckets();
    const details = { details: { type: `urn:lastmeter:problem:${kind}` } };
    expect(await call("repair", who(), toRequest("exclude"))).toMatchObject({ status, body: { error: details } });
    expect(await readBuckets()).toEqual(before);
    expect((await db.collection(paths.repairs(nodeId)).get()).size).toBe(0);
  });

  it("excludes for the owner, and restores", async () => {
    const before = await readSlot("quarter", start + 45 * MINUTE);
    expect(before?.channels.get(0)?.n).toBeGreaterThan(10);
    const excluded = await call("repair", owner, toRequest("exclude"));
    expect(excluded.status).toBe(200);
    const { repairId } = z.object({ result: repairResultSchema }).parse(excluded.body).result;
    expect((await readSlot("quarter", start + 45 * MINUTE))?.channels.get(0)?.n ?? 0).toBe(0);
    const log = await db.doc(paths.accessLog(networkId, repairId)).get();
    expect(log.data()).toMatchObject({ act: "repair", who: await toUid(owner), nodeId });
    expect((await call("repair", owner, toRequest("restore"))).status).toBe(200);
    expect(await readSlot("quarter", start + 45 * MINUTE)).toEqual(before);
  });
});

describe("the callable nodes", () => {
  const toRequest = (changes: object) => ({ act: "edit", nodeId, changes });
  const readNode = async (field: string): Promise<unknown> => (await db.doc(paths.node(nodeId)).get()).get(field);

  async function grant(account: Account, more: Partial<Grant>): Promise<void> {
    const terms = { role: "admin", resolution: "raw", channels: null, historyFrom: null, purpose: "" } as const;
    const [principalId, by] = [await toUid(account), await toUid(owner)];
    const names = { label: account.email, networkName: "Home", timeZone: TIME_ZONE, ownerLabel: owner.email };
    const times = { from: start, until: null, at: start, lastOpenedAt: null, dueAt: null };
    const whose = {
      principalId,
      principal: "user",
      networkId,
      nodeId: null,
      source: "network",
      view: null,
      by,
    } as const;
    const document: Grant = { v: 1, ...whose, ...terms, ...names, ...times, ...more };
    await db.doc(paths.networkGrant(networkId, principalId)).set(document);
  }

  it("edits for the owner: document, directory, access log, and what comes next is judged by it", async () => {
    const changes = { name: "Kettle", room: "Kitchen", status: "active", ratedCurrentA: 16 };
    expect(await call("nodes", owner, toRequest(changes))).toMatchObject({ status: 200, body: { result: {} } });
    expect((await db.doc(paths.node(nodeId)).get()).data()).toMatchObject(changes);
    const [state, link] = await db.getAll(db.doc(paths.directory(networkId)), db.doc(paths.linkState(networkId)));
    const directory = parseDirectory(new Uint8Array(state?.get("d")));
    expect(Object.values(directory.nodes)).toMatchObject([{ ratedCurrentA: 16, ownerSet: ["name"] }]);
    expect([state?.get("version"), link?.get("link.directoryVersion")]).toEqual([directory.version, directory.version]);
    const log = await db.collection(paths.accessLogs(networkId)).where("act", "==", "configuration").get();
    expect(log.docs.map((each) => each.get("value"))).toEqual(["name room ratedCurrentA status"]);

    // 20 kW of a plug of 16 A: 10 kWh in half an hour, which the home could draw and the plug cannot.
    await send([say(start + 150 * MINUTE, 1000, 12 + 10), say(start + 200 * MINUTE, 1000, 12 + 10)]);
    const energies = [...((await readSlot("quarter", start + 150 * MINUTE))?.channels.values() ?? [])];
    expect(energies.some(({ quality }) => quality === "suspect")).toBe(true);
  });

  it("names a field that is wrong", async () => {
    const total = { power: [{ channel: "nothing", sign: 1 }], energyImport: [], energyExport: [] };
    const errors = [{ path: "changes.total.power" }];
    const reply = await call("nodes", owner, toRequest({ total }));
    expect(reply).toMatchObject({ status: 400, body: { error: { details: { errors } } } });
  });

  it.each<[string, Partial<Grant> | null, number]>([
    ["an administrator", {}, 200],
    ["a stranger", null, 404],
    ["a viewer", { role: "viewer" }, 404],
    ["an operator", { role: "operator" }, 404],
    ["a former administrator", { until: start + 1 }, 404],
    ["an administrator to be", { from: Date.now() + HOUR }, 404],
  ])("answers %s", async (name, granted, status) => {
    const person = await createAccount("person");
    if (granted) await grant(person, granted);
    const before = await readNode("room");
    expect((await call("nodes", person, toRequest({ room: name }))).status).toBe(status);
    expect(await readNode("room")).toBe(status === 200 ? name : before);
  });

  it("answers nobody, and of a node that is not there", async () => {
    expect((await call("nodes", null, toRequest({ room: "x" }))).status).toBe(401);
    const missing = { ...toRequest({ room: "x" }), nodeId: randomId() };
    expect((await call("nodes", owner, missing)).status).toBe(404);
  });
});
