import { continueErasure } from "@lastmeter/functions/src/erasure/erasure.store.ts";
import { planErasure } from "@lastmeter/functions/src/erasure/erasure.ts";
import { AppError } from "@lastmeter/functions/src/platform/app-error.ts";
import { handleApps } from "@lastmeter/functions/src/utility-api/clients/apps.ts";
import type { AppsContext } from "@lastmeter/functions/src/utility-api/clients/apps-context.ts";
import { createClientsStore } from "@lastmeter/functions/src/utility-api/clients/clients.store.ts";
import type { PeopleStore } from "@lastmeter/functions/src/utility-api/clients/people.store.ts";
import { handleProviders } from "@lastmeter/functions/src/utility-api/clients/providers.ts";
import {
  aboutClientSchema,
  clientListSchema,
  consentedListSchema,
  networkClientListSchema,
  newClientSchema,
  newSecretSchema,
  personalClientSchema,
} from "@lastmeter/model/apps";
import { clientSchema } from "@lastmeter/model/client";
import { toUtf8 } from "@lastmeter/model/link/bytes";
import { paths } from "@lastmeter/model/paths";
import { providerListSchema, requestedProviderSchema } from "@lastmeter/model/providers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSharingBench, type Person, type SharedHome, type SharingBench, toTerms } from "./sharing-bench.ts";

const profile = {
  kind: "utility",
  website: "https://utility.example",
  contact: "desk@utility.example",
  description: "",
};
const scopes = ["nodes:read", "measurements:read"];

let bench: SharingBench;
let home: SharedHome;
let company: Person;
let colleague: Person;
let operator: Person;
let stranger: Person;
let people: PeopleStore;

beforeAll(async () => {
  bench = await openSharingBench("demo-api-clients");
  home = await bench.createHome();
  company = await bench.createPerson("company");
  colleague = await bench.createPerson("colleague");
  operator = await bench.createPerson("operator");
  stranger = await bench.createPerson("stranger");
  const all = [company, colleague, stranger];
  people = {
    isOperator: async (uid) => uid === operator.uid,
    findVerified: async (emails) =>
      new Map(all.filter(({ email }) => emails.includes(email)).map(({ email, uid }) => [email, uid])),
  };
});
afterAll(() => bench.close());

const toContext = (): AppsContext => ({
  db: bench.link.db,
  people: { readEmail: async () => null, remove: async () => {} },
  sharing: bench.context(),
  now: bench.time.now,
  isOver: () => false,
  store: createClientsStore(bench.link.db),
  pepper: toUtf8("p".repeat(32)),
});

const toCaller = ({ uid, email, isVerified }: Person) => ({ uid, verifiedEmail: isVerified ? email : null });

async function answer(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error: unknown) => {
    if (error instanceof AppError) return error.kind;
    throw error;
  });
}
const apps = (person: Person, request: object) => answer(handleApps(toContext(), toCaller(person), request));
const providers = (person: Person, request: object) => {
  const context = { store: createClientsStore(bench.link.db), people, now: bench.time.now };
  return answer(handleProviders(context, toCaller(person), request));
};

async function requestProvider(name: string, person = company): Promise<string> {
  return requestedProviderSchema.parse(await providers(person, { act: "request", name, profile })).providerId;
}
const decide = (providerId: string, state: string, person = operator) =>
  providers(person, { act: "decide", providerId, state, reason: "seen" });
async function createClient(providerId: string) {
  return newClientSchema.parse(
    await apps(company, { act: "create", providerId, name: "Billing", description: "", scopes }),
  );
}
const readClient = async (clientId: string) =>
  clientSchema.parse((await bench.link.db.doc(paths.client(clientId)).get()).data());

describe("a company", () => {
  it("is requested by somebody, decided by the operator alone, and makes programs once approved", async () => {
    const providerId = await requestProvider("North Grid");
    const create = { act: "create", providerId, name: "Billing", description: "", scopes };
    expect(await apps(company, create)).toBe("forbidden");
    for (const person of [company, stranger, bench.owner])
      expect(await decide(providerId, "approved", person)).toBe("not_found");
    expect(await decide(providerId, "approved")).toBeNull();
    expect(await apps(stranger, create)).toBe("not_found");
    const { clientId, secret } = await createClient(providerId);
    expect(await readClient(clientId)).toMatchObject({
      providerName: "North Grid",
      managers: [company.uid],
      approved: true,
    });
    const stored = JSON.stringify([
      (await bench.link.db.doc(paths.client(clientId)).get()).data(),
      (await bench.link.db.doc(paths.clientSecrets(clientId)).get()).data(),
    ]);
    expect(stored).not.toContain(secret.slice(5, 40));
  });

  it("is seen by its administrators and the operator", async () => {
    const providerId = await requestProvider("South Grid");
    const list = async (person: Person) => providerListSchema.parse(await providers(person, { act: "list" }));
    expect((await list(operator)).isOperator).toBe(true);
    expect((await list(operator)).providers.map((each) => each.providerId)).toContain(providerId);
    expect((await list(company)).providers.map((each) => each.providerId)).toContain(providerId);
    expect(await list(stranger)).toEqual({ isOperator: false, providers: [] });
  });

  it("cannot take the name of another, nor be asked for without end", async () => {
    const first = await requestProvider("East Grid");
    const second = await requestProvider("East Grid", colleague);
    expect(await decide(first, "approved")).toBeNull();
    expect(await decide(second, "approved")).toBe("conflict");
    const nobody = await bench.createPerson("unproved", false);
    expect(await providers(nobody, { act: "request", name: "X", profile })).toBe("forbidden");
    for (let nth = 0; nth < 2; nth++) await requestProvider("More", colleague);
    expect(await providers(colleague, { act: "request", name: "More", profile })).toBe("too_many");
  });

  it("gets other administrators, who manage its programs from then on", async () => {
    const providerId = await requestProvider("West Grid");
    await decide(providerId, "approved");
    const { clientId } = await createClient(providerId);
    expect(await apps(colleague, { act: "addSecret", clientId })).toBe("not_found");
    const setAdmins = (emails: string[]) => providers(company, { act: "setAdmins", providerId, emails });
    expect(await setAdmins([colleague.email])).toBe("bad_request");
    expect(await setAdmins([company.email, "nobody@example.org"])).toBe("bad_request");
    expect(await setAdmins([company.email, colleague.email])).toBeNull();
    expect(newSecretSchema.parse(await apps(colleague, { act: "addSecret", clientId })).secret).toMatch(/^lmsk_/);
  });

  it("suspended by the operator has no program that may ask or be granted anything, and its tokens stay void", async () => {
    const providerId = await requestProvider("Bad Grid");
    await decide(providerId, "approved");
    const { clientId } = await createClient(providerId);
    const grant = {
      act: "grantClient",
      networkId: home.networkId,
      nodeIds: [home.nodeIds[0]],
      clientId,
      terms: toTerms(),
    };
    expect(await decide(providerId, "suspended")).toBeNull();
    expect(await readClient(clientId)).toMatchObject({ approved: false, epoch: 2 });
    expect(await bench.act(bench.owner, grant)).toBe("not_found");
    expect(await apps(bench.owner, { act: "about", clientId })).toBe("not_found");
    expect(await decide(providerId, "approved")).toBeNull();
    expect(await readClient(clientId)).toMatchObject({ approved: true, epoch: 2 });
    expect(await bench.act(bench.owner, grant)).toEqual({ nodeIds: [home.nodeIds[0]] });
  });
});

describe("a program", () => {
  it("has two live secrets while one is changed", async () => {
    const providerId = await requestProvider("Rotating Grid");
    await decide(providerId, "approved");
    const { clientId, secretId } = await createClient(providerId);
    expect(await apps(company, { act: "dropSecret", clientId, secretId })).toBe("conflict");
    const second = newSecretSchema.parse(await apps(company, { act: "addSecret", clientId }));
    expect(await apps(company, { act: "addSecret", clientId })).toBe("too_many");
    expect(await apps(company, { act: "dropSecret", clientId, secretId })).toBeNull();
    expect(await readClient(clientId)).toMatchObject({ epoch: 2, secrets: [{ id: second.secretId }] });
    expect(await apps(company, { act: "setState", clientId, state: "disabled" })).toBeNull();
    expect(await readClient(clientId)).toMatchObject({ epoch: 3, state: "disabled" });
  });

  it("is told to whom it asks, and shows whom it may read", async () => {
    const providerId = await requestProvider("Asking Grid");
    await decide(providerId, "approved");
    const { clientId } = await createClient(providerId);
    const about = aboutClientSchema.parse(await apps(stranger, { act: "about", clientId }));
    expect(about).toMatchObject({ name: "Billing", provider: { name: "Asking Grid", contact: profile.contact } });
    const nodeIds = home.nodeIds.slice(1);
    const terms = toTerms({ resolution: "day", purpose: "a tariff" });
    await bench.act(bench.owner, { act: "grantClient", networkId: home.networkId, nodeIds, clientId, terms });
    const { nodes } = consentedListSchema.parse(await apps(company, { act: "consented", clientId }));
    expect(nodes.map(({ nodeId }) => nodeId).sort()).toEqual([...nodeIds].sort());
    expect(nodes[0]).toMatchObject({ resolution: "day", purpose: "a tariff", ownerLabel: bench.owner.email });
    expect(nodes.map(({ name }) => name)).toEqual(nodes.map(({ name }) => name).toSorted());
    expect(nodes.every(({ name }) => name !== "")).toBe(true);
    const log = bench.link.db.collection(paths.accessLogs(home.networkId)).where("who", "==", `c~${clientId}`);
    expect((await log.get()).docs.map((entry) => entry.get("act"))).toEqual(["open"]);
    expect(await apps(stranger, { act: "consented", clientId })).toBe("not_found");
    const list = clientListSchema.parse(await apps(company, { act: "list" }));
    expect(list.clients.find((each) => each.clientId === clientId)).toMatchObject({ nodes: 2, usage: [], faults: [] });
    const ofNetwork = { act: "ofNetwork", networkId: home.networkId };
    const seen = networkClientListSchema.parse(await apps(bench.owner, ofNetwork));
    expect(seen.clients.find((each) => each.clientId === clientId)).toMatchObject({
      state: "active",
      isMine: false,
      // The look of the company's desk.
      lastUsedAt: bench.time.now,
    });
    expect(await apps(stranger, ofNetwork)).toBe("not_found");
  });

  it("of an owner's own is made and granted at once, or not at all; removed, it has nothing", async () => {
    const { networkId, nodeIds } = home;
    const terms = toTerms({ until: null });
    const request = { act: "createPersonal", name: "My script", scopes, networkId, nodeIds: [nodeIds[0]], terms };
    expect(await apps(stranger, request)).toBe("not_found");
    expect(clientListSchema.parse(await apps(stranger, { act: "list" })).clients).toEqual([]);
    const made = personalClientSchema.parse(await apps(bench.owner, request));
    const path = paths.nodeGrant(nodeIds[0], `c~${made.clientId}`);
    expect((await bench.link.db.doc(path).get()).data()).toMatchObject({ label: "My script", principal: "client" });
    expect(await apps(stranger, { act: "remove", clientId: made.clientId })).toBe("not_found");
    expect(await apps(bench.owner, { act: "remove", clientId: made.clientId })).toBeNull();
    for (const gone of [path, paths.client(made.clientId), paths.clientSecrets(made.clientId)]) {
      expect((await bench.link.db.doc(gone).get()).exists).toBe(false);
    }
  });

  it("goes with the account of whose own it is; a company goes on without, or stands still", async () => {
    const person = await bench.createPerson("leaving");
    const providerId = await requestProvider("Left Grid", person);
    await decide(providerId, "approved");
    const mine = { ...toCaller(person) };
    const create = { act: "create", providerId, name: "Billing", description: "", scopes };
    const { clientId } = newClientSchema.parse(await handleApps(toContext(), mine, create));
    const { erasureId, erasure } = await planErasure("account", person.uid, null, bench.time.now);
    expect(await continueErasure(toContext(), { erasureId, erasure })).toBe(true);
    const provider = (await bench.link.db.doc(paths.provider(providerId)).get()).data();
    expect(provider).toMatchObject({ admins: [], state: "suspended" });
    expect(await readClient(clientId)).toMatchObject({ managers: [], approved: false, epoch: 2 });
    const left = JSON.stringify([provider, await readClient(clientId)]);
    for (const trace of [person.uid, person.email]) expect(left).not.toContain(trace);
  });
});
