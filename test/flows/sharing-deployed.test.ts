import { registerNetwork } from "@lastmeter/functions/src/gateways/register-network.store.ts";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { inviteResultSchema } from "@lastmeter/model/sharing";
import { getApps } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import type { Firestore } from "firebase-admin/firestore";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureSecrets, toServerSecrets } from "../stack/secrets.ts";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import { type Account, createAccount, openDatabase, requireStack } from "../support/stack.ts";
import { toTerms } from "./sharing-bench.ts";

const ready = requireStack();
let db: Firestore;
let owner: Account;
let eva: Account;
let networkId: NetworkId;

beforeAll(async () => {
  db = openDatabase();
  owner = await createAccount("lender");
  eva = await createAccount("eva");
  const { uid } = await getAuth(getApps()[0]).getUserByEmail(owner.email);
  const input = {
    ownerId: uid,
    name: "Lent home",
    description: "",
    kind: "zigbee2mqtt" as const,
    location: null,
    timeZone: "Europe/Athens",
    dispatcherUrl: ready.functions,
  };
  ({ networkId } = await registerNetwork(db, input, toServerSecrets(ensureSecrets(root)), Date.now()));
});

const share = (account: Account | null, data: object) => call("sharing", account, data);

async function createNode(): Promise<NodeId> {
  const nodeId = randomId() as NodeId;
  const { uid } = await getAuth(getApps()[0]).getUserByEmail(owner.email);
  await db.doc(paths.live(nodeId)).set({ networkId, readers: [uid], d: null });
  const channels = { power: {} };
  await db
    .doc(paths.node(nodeId))
    .set({ networkId, ownerId: uid, memberIds: [uid], name: "Plug", room: null, channels });
  return nodeId;
}

describe("sharing as it is deployed", () => {
  it("invites, accepts, covers a node that comes later by itself, and revokes", async () => {
    const first = await createNode();
    const terms = toTerms({ from: Date.now() - 1000, until: null });
    const invited = await share(owner, { act: "invite", networkId, nodeIds: null, email: eva.email, terms });
    const { token } = inviteResultSchema.parse(Reflect.get(Object(invited.body), "result"));
    expect(await share(eva, { act: "accept", networkId, token })).toMatchObject({ status: 200 });
    const { uid } = await getAuth(getApps()[0]).getUserByEmail(eva.email);
    const readMembers = async (nodeId: NodeId): Promise<string[]> =>
      (await db.doc(paths.node(nodeId)).get()).get("memberIds");
    expect(await readMembers(first)).toContain(uid);

    const later = await createNode();
    await waitFor("the later node to be covered", async () => (await readMembers(later)).includes(uid), 60_000);
    expect((await db.doc(paths.live(later)).get()).get("readers")).toContain(uid);

    const revoke = { act: "revoke", networkId, nodeIds: null, principalIds: [uid] };
    expect(await share(owner, revoke)).toMatchObject({ status: 200, body: { result: null } });
    for (const nodeId of [first, later]) expect(await readMembers(nodeId)).not.toContain(uid);
  });

  it("answers with a problem document that names the field", async () => {
    const wrong = await share(owner, { act: "list", networkId: "short" });
    expect(wrong).toMatchObject({
      status: 400,
      body: { error: { details: { type: "urn:lastmeter:problem:bad_request", errors: [{ path: "networkId" }] } } },
    });
    expect(await share(eva, { act: "list", networkId })).toMatchObject({ status: 404 });
    expect(await share(null, { act: "list", networkId })).toMatchObject({ status: 401 });
  });
});
