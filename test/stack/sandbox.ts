import { registerNetwork } from "@lastmeter/functions/src/gateways/register-network.store.ts";
import type { SharingContext } from "@lastmeter/functions/src/sharing/context.ts";
import { createAccounts, createSharingStore } from "@lastmeter/functions/src/sharing/sharing.store.ts";
import { handleSharing } from "@lastmeter/functions/src/sharing/sharing.ts";
import { handleApps } from "@lastmeter/functions/src/utility-api/clients/apps.ts";
import { createClientsStore } from "@lastmeter/functions/src/utility-api/clients/clients.store.ts";
import { newClientSchema } from "@lastmeter/model/apps";
import { clientScopes } from "@lastmeter/model/client";
import { randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Provider } from "@lastmeter/model/provider";
import type { App } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { seedHistory } from "../home/history.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { accounts } from "./accounts.ts";
import { type Secrets, toServerSecrets } from "./secrets.ts";

/** `day`: the last whole day of UTC that its homes have. */
export const sandboxSchema = z.object({ clientId: z.string(), secret: z.string(), day: z.iso.date() });
export type Sandbox = z.infer<typeof sandboxSchema>;

const HOMES = 20;
/** At 15 minutes; more would only make the start longer. */
const DAYS = 3;
/** Owns the sandbox's homes; nobody signs in as it. */
const HOUSEHOLDER = "sandboxHouseholder";
const DAY_MS = 86_400_000;

interface Ground {
  readonly db: Firestore;
  readonly app: App;
  readonly secrets: Secrets;
  readonly providerUid: string;
  readonly dispatcherUrl: string;
}

/** A company that is approved, its program, and the homes whose owners have agreed to it. */
export async function makeSandbox({ db, app, secrets, providerUid, dispatcherUrl }: Ground): Promise<Sandbox> {
  const now = Date.now();
  const log = { info() {}, warn() {}, error() {} };
  const sharing: SharingContext = { store: createSharingStore(db, createAccounts(getAuth(app))), log, now };
  const serverSecrets = toServerSecrets(secrets);
  const providerId = randomId();
  const provider: Provider = {
    v: 1,
    ...{ name: "Sandbox Grid", kind: "utility", website: null, contact: accounts.provider.email },
    ...{ description: "Made by npm start", admins: [providerUid] },
    ...{ adminLabels: { [providerUid]: accounts.provider.email }, state: "approved", requestedAt: now, decisions: [] },
  };
  await db.doc(paths.provider(providerId)).set(provider);
  const context = {
    ...{ db, sharing, now, isOver: () => false, store: createClientsStore(db), pepper: serverSecrets.pepper },
    people: { readEmail: async () => null, remove: async () => {} },
  };
  const caller = { uid: providerUid, verifiedEmail: accounts.provider.email };
  const create = { act: "create", providerId, name: "Sandbox", description: "", scopes: [...clientScopes] };
  const { clientId, secret } = newClientSchema.parse(await handleApps(context, caller, create));
  for (let home = 1; home <= HOMES; home++) {
    const input = {
      ...{ ownerId: HOUSEHOLDER, name: `Sandbox home ${home}`, description: "", kind: "zigbee2mqtt" as const },
      // A street each, some hundred metres apart.
      location: { latitude: 37.95 + home / 300, longitude: 23.7 + home / 250 },
      ...{ timeZone: defaultHome.timeZone, dispatcherUrl },
    };
    const { networkId } = await registerNetwork(db, input, serverSecrets, now - DAYS * DAY_MS);
    await seedHistory({
      ...{ db, networkId, ownerId: HOUSEHOLDER, now, days: DAYS, rawDays: 0 },
      home: { ...defaultHome, seed: 1000 + home },
    });
    const terms = {
      ...{ role: "viewer", resolution: "quarter", channels: null, from: now - 1000, until: null },
      ...{ historyFrom: null, purpose: "To be tried out" },
    };
    const grant = { act: "grantClient", networkId, nodeIds: null, clientId, terms };
    await handleSharing(sharing, { uid: HOUSEHOLDER, verifiedEmail: null }, grant);
  }
  return { clientId, secret, day: new Date(now - DAY_MS).toISOString().slice(0, 10) };
}

const pick = (name: string) => `sed 's/.*"${name}":"\\([^"]*\\)".*/\\1/'`;

/** To be pasted into a shell: a token, and a node with it; then a day of that node. */
export function toCurls(url: string, { clientId, secret, day }: Sandbox): [nodes: string, day: string] {
  const token = `curl -s -u '${clientId}:${secret}' -d grant_type=client_credentials ${url}/oauth/token`;
  const get = 'curl -s -H "Authorization: Bearer $TOKEN"';
  const range = `from=${day}T00:00:00Z&to=${day}T23:59:59Z&resolution=hour`;
  return [
    `TOKEN=$(${token} | ${pick("access_token")}); ${get} '${url}/v1/nodes?limit=1'`,
    `NODE=$(${get} '${url}/v1/nodes?limit=1' | ${pick("id")}); ${get} -H 'Accept: text/csv' "${url}/v1/nodes/$NODE/measurements?${range}"`,
  ];
}
